package dev.linewarden.cli;

import dev.linewarden.contract.RecordLines;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.simulate.EventLines;
import dev.linewarden.simulate.EventReader;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import dev.linewarden.simulate.EventReader.TimedEvent;
import dev.linewarden.simulate.PolicyOverride;
import dev.linewarden.simulate.Promises;
import dev.linewarden.simulate.Simulation;
import dev.linewarden.simulate.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What would the gate have decided? */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs an events file through the decision core in event time, without a broker.",
        footer = {
            "",
            "Examples:",
            "  linewarden simulate --events events.jsonl --out decisions.jsonl",
            "  linewarden simulate --events events.jsonl --policy stricter.yaml"
        })
final class SimulateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--events", required = true, paramLabel = "FILE", description = "JSON lines, in order of at.")
    private Path events;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Judge by this policy: it stands in place of every policy in the events.")
    private @Nullable Path policy;

    @Option(names = "--out", paramLabel = "FILE", description = "Write decisions and alerts as JSON lines.")
    private @Nullable Path out;

    @Option(names = "--until", paramLabel = "TIME", description = "Judge what is waiting up to this time.")
    private @Nullable String until;

    @Option(names = "--json", description = "The summary as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Problem.requireReadable("--events ", events);
        Instant end = TimeOption.read("--until", until);
        String fixedPolicy = policy == null ? null : PolicyFiles.readValid(policy);
        Tally tally = new Tally();
        long started = System.nanoTime();
        long count;
        try (WholeFile file = out == null ? null : new WholeFile(out)) {
            count = run(fixedPolicy, end, file == null ? tally : new Both(tally, new LineWriter(file.writer())));
            if (file != null) {
                file.keep();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        PrintWriter printer = spec.commandLine().getOut();
        if (json) {
            printer.println(tally.json(count, took));
        } else {
            summary(tally, count, took).forEach(printer::println);
        }
        printer.flush();
        return 0;
    }

    private static List<String> summary(Tally tally, long events, Duration took) {
        List<String> lines = new ArrayList<>(ends(tally).lines());
        if (!tally.codes().isEmpty()) {
            lines.add("");
            lines.addAll(why(tally).lines());
        }
        if (!tally.alerts().isEmpty()) {
            Table raised = new Table("alerts", "");
            tally.alerts().forEach(raised::row);
            lines.add("");
            lines.addAll(raised.lines());
        }
        lines.add("");
        if (tally.promises().made() > 0) {
            lines.add(promises(tally.promises()));
        }
        lines.add(String.format(
                "%,d events, %,d requests, %,d decisions (%.2f a request), %d lines sent, longest wait %s; took %.1f s (%,.0f events a second)",
                events,
                tally.requests(),
                tally.judgements(),
                tally.decisionsARequest(),
                tally.approvedByLine().size(),
                readable(tally.longestWait()),
                took.toMillis() / 1000.0,
                events * 1000.0 / Math.max(1, took.toMillis())));
        return lines;
    }

    /** One line: how many were kept, and why the others were not. */
    private static String promises(Promises promises) {
        long settled = promises.made() - promises.pending();
        StringBuilder line = new StringBuilder(String.format(
                "promises: %,d of %,d kept (%.1f%%)",
                promises.kept(), settled, settled == 0 ? 100.0 : 100.0 * promises.kept() / settled));
        if (!promises.moved().isEmpty()) {
            line.append(promises.moved().entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .map(code -> String.format("%,d %s", code.getValue(), code.getKey()))
                    .collect(Collectors.joining(", ", "; moved: ", "")));
        }
        return line.append(promises.pending() == 0 ? "" : String.format("; %,d not due yet", promises.pending()))
                .toString();
    }

    private static Table ends(Tally tally) {
        Table ends = new Table("requests", "", "share");
        row(ends, "approved at once", tally.approvedAtOnce(), tally);
        row(ends, "approved after waiting", tally.approvedAfterWaiting(), tally);
        row(ends, "rejected", tally.rejected(), tally);
        row(ends, "still waiting", tally.waiting(), tally);
        return ends;
    }

    private static void row(Table table, String name, long count, Tally of) {
        table.row(name, count, String.format("%.1f%%", of.requests() == 0 ? 0.0 : 100.0 * count / of.requests()));
    }

    private static Table why(Tally tally) {
        Table why = new Table("why", "deferred", "rejected", "advised", "observed");
        tally.codes().entrySet().stream()
                .sorted((a, b) ->
                        Long.compare(b.getValue().total(), a.getValue().total()))
                .forEach(code -> why.row(
                        code.getKey(),
                        code.getValue().deferred(),
                        code.getValue().rejected(),
                        code.getValue().advised(),
                        code.getValue().observed()));
        return why;
    }

    private static String readable(Duration wait) {
        return wait.toHours() > 0
                ? wait.toHours() + " h " + wait.toMinutesPart() + " min"
                : wait.toMinutes() + " min " + wait.toSecondsPart() + " s";
    }

    private long run(@Nullable String fixedPolicy, @Nullable Instant end, Output output) throws IOException {
        Simulation simulation = new Simulation(new LibraryFacts(), new PolicyYaml(), output);
        EventReader reader = new EventReader(events.toString());
        PolicyOverride override = new PolicyOverride(fixedPolicy, simulation);
        long count = 0;
        try (EventLines lines = new EventLines(Files.newInputStream(events), events.toString());
                ProgressBar bar = Terminal.progressBar("simulate", Files.size(events))) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                TimedEvent event = reader.read(line);
                if (event != null) {
                    override.feed(event);
                    count++;
                }
                bar.stepBy(line.length() + 1L);
            }
        } catch (BrokenLineException broken) {
            throw Problem.found(broken.getMessage() + (out == null ? "" : "; " + out + " was not written"));
        }
        if (end != null) {
            simulation.passUntil(end);
        }
        return count;
    }

    private record Both(Output first, Output second) implements Output {

        @Override
        public void decided(Decision decision) {
            first.decided(decision);
            second.decided(decision);
        }

        @Override
        public void alerted(Alert alert) {
            first.alerted(alert);
            second.alerted(alert);
        }
    }

    /** Decisions and alerts as lines of a file. */
    private record LineWriter(Writer writer) implements Output {

        @Override
        public void decided(Decision decision) {
            write(Records.toRecord(decision));
        }

        @Override
        public void alerted(Alert alert) {
            write(Records.toRecord(alert));
        }

        private void write(SpecificRecord record) {
            try {
                writer.write(RecordLines.of(record).toString());
                writer.write('\n');
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
