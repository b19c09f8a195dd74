package dev.linewarden.cli;

import dev.linewarden.audit.FileAudit;
import dev.linewarden.audit.FileAudit.BrokenFileException;
import dev.linewarden.audit.TopicAudit;
import dev.linewarden.audit.oracle.pass.PoolReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Did the gate keep its limits and its word? */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description =
                "Counts every limit anew from what came in and what came out, and holds every promise against what became"
                        + " of it; shares no code with what decided. Tells what does not hold, and who came nearest to"
                        + " which limit. Exit code 1 when something does not hold.",
        footer = {
            "",
            "Examples:",
            "  linewarden audit",
            "  linewarden audit --from 2026-03-01T00:00:00Z --pool default --most 20",
            "  linewarden audit --events events.jsonl --decisions decisions.jsonl"
        })
final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--from", paramLabel = "TIME", description = "Look at what was decided from this time on.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Look at what was decided before this time.")
    private @Nullable String to;

    @Option(names = "--pool", paramLabel = "POOL", description = "The only pool to look at (default: all).")
    private @Nullable String pool;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many close calls to tell of each limit (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Audit files instead of a cluster: the events, as for `simulate`.")
    private @Nullable Path events;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "With --events: what `simulate --out` wrote for them.")
    private @Nullable Path decisions;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "With --events: the policy that `simulate --policy` was given.")
    private @Nullable Path policy;

    @Option(names = "--json", description = "One JSON object a pool.")
    private boolean json;

    @Mixin
    private RevealOption reveal;

    @Override
    public Integer call() throws IOException {
        if (most < 0) {
            throw Problem.usage("--most " + most + " is less than none");
        }
        Instant begin = TimeOption.read("--from", from);
        Instant end = TimeOption.read("--to", to);
        TimeOption.requireBefore(begin, end);
        boolean reveals = reveal.reveals(spec.commandLine(), null, pool == null ? "all pools" : "pool " + pool);
        long started = System.nanoTime();
        List<PoolReport> reports = events == null ? ofTopics(begin, end) : ofFiles(events, begin, end);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        print(reports, reveals, took);
        return reports.stream().anyMatch(report -> report.breached() > 0) ? Problem.FOUND_WRONG : 0;
    }

    private void print(List<PoolReport> reports, boolean reveals, Duration took) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            reports.forEach(report -> out.println(AuditJson.of(report, reveals)));
        } else {
            AuditText.of(reports, reveals, took).forEach(out::println);
        }
        out.flush();
    }

    private List<PoolReport> ofTopics(@Nullable Instant begin, @Nullable Instant end) {
        if (decisions != null || policy != null) {
            throw Problem.usage((decisions != null ? "--decisions" : "--policy")
                    + " needs --events: the events that were" + " decided");
        }
        return new TopicAudit(options.cluster(), Terminal::progress).run(pool, begin, end, most);
    }

    private List<PoolReport> ofFiles(Path file, @Nullable Instant begin, @Nullable Instant end) throws IOException {
        if (decisions == null) {
            throw Problem.usage("--events needs --decisions: what `linewarden simulate --out` wrote for them");
        }
        for (Path needed : List.of(file, decisions)) {
            Problem.requireReadable("", needed);
        }
        String text = policy == null ? null : PolicyFiles.readValid(policy);
        try {
            return new FileAudit(file, decisions, text, Terminal::progress).run(pool, begin, end, most);
        } catch (BrokenFileException broken) {
            throw Problem.found(String.valueOf(broken.getMessage()));
        }
    }
}
