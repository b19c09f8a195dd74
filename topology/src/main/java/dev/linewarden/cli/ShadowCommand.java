package dev.linewarden.cli;

import dev.linewarden.audit.ShadowComparison;
import dev.linewarden.audit.ShadowWatch;
import dev.linewarden.client.Cluster;
import dev.linewarden.contract.ShadowOrders;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.StateView;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.policy.PolicyYaml;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A second policy, judged beside the first. */
@Command(
        name = "shadow",
        mixinStandardHelpOptions = true,
        description = {
            "Judges a pool by a second policy beside its own, on the same journal and with a state of its own, which begins as"
                    + " a copy of the pool's. Nothing of it is sent, and the first policy does not notice.",
            "What people write is taken as it came: whether they would have answered otherwise is not known."
        },
        subcommands = {
            ShadowCommand.Start.class,
            ShadowCommand.Stop.class,
            ShadowCommand.Status.class,
            ShadowCompareCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  linewarden shadow start default candidate.yaml --for 2d",
            "  linewarden shadow status default",
            "  linewarden shadow stop default"
        })
final class ShadowCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw Problem.usage("shadow: say `shadow start POOL FILE`, `shadow status POOL`, `shadow compare POOL` or"
                + " `shadow stop POOL`");
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Begins to judge the pool by a second policy too; one that is on already ends.",
            footer = {"", "Examples:", "  linewarden shadow start default candidate.yaml --for 2d"})
    static final class Start implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Mixin
        private AuthorOption author;

        @Parameters(index = "0", paramLabel = "POOL")
        private String pool;

        @Parameters(index = "1", paramLabel = "FILE", description = "The second policy.")
        private Path file;

        @Option(names = "--until", paramLabel = "TIME", description = "When it ends by itself (default: see --for).")
        private @Nullable String until;

        @Option(
                names = "--for",
                paramLabel = "DURATION",
                defaultValue = "7d",
                description = "How long it goes on, as in 12h or 7d (default: ${DEFAULT-VALUE}).")
        private String span;

        @Override
        public Integer call() {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Instant end = end(now);
            String yaml = PolicyFiles.readValid(file);
            Cluster cluster = options.cluster();
            KnownPools.require(cluster, pool);
            Deed deed =
                    new Deed(OperationKind.SHADOW_STARTED, pool, PolicyHash.of(yaml), Map.of("until", end.toString()));
            author.keep(cluster, deed, null, publisher -> publisher.send(ShadowOrders.start(pool, yaml, end)));
            PrintWriter out = spec.commandLine().getOut();
            out.println("the shadow policy of pool " + pool + " is on its way to the gate; it ends by itself at " + end
                    + ". See what it would change with `linewarden shadow status " + pool + "`");
            out.flush();
            return 0;
        }

        private Instant end(Instant now) {
            Instant named = TimeOption.ahead("--until", until, now);
            return named != null ? named : now.plus(TimeOption.length("--for", span, "12h or 7d"));
        }
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Judges the pool by its own policy alone again. What was decided stays in shadow-decisions.",
            footer = {"", "Examples:", "  linewarden shadow stop default"})
    static final class Stop implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Mixin
        private AuthorOption author;

        @Parameters(paramLabel = "POOL")
        private String pool;

        @Override
        public Integer call() {
            author.keep(
                    options.cluster(),
                    new Deed(OperationKind.SHADOW_STOPPED, pool, null),
                    null,
                    publisher -> publisher.send(ShadowOrders.stop(pool)));
            PrintWriter out = spec.commandLine().getOut();
            out.println("the end of pool " + pool
                    + "'s shadow policy is on its way to the gate; whether one was on, and how it"
                    + " ended: linewarden shadow status " + pool);
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "Shows where the second policy stands, what it has decided, and where it went another way than the first:"
                        + " request by request, each as it stands now. Of the last one, when none is on."
            },
            footer = {"", "Examples:", "  linewarden shadow status default"})
    static final class Status implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Mixin
        private GateState gate;

        @Parameters(paramLabel = "POOL", defaultValue = "default")
        private String pool;

        @Option(names = "--json", description = "One JSON object.")
        private boolean json;

        @Override
        public Integer call() throws PolicyException {
            Cluster cluster = options.cluster();
            Rows state = gate.read(cluster, List.of(dev.linewarden.core.state.Table.POOLS));
            ShadowRun run = GateState.shadowRun(state, pool);
            Sheet sheet = sheet(run, state, ShadowWatch.once(cluster, run, Terminal::progress));
            sheet.print(spec.commandLine().getOut(), json);
            return 0;
        }

        private Sheet sheet(ShadowRun run, StateView state, ShadowComparison.@Nullable Result result)
                throws PolicyException {
            Sheet sheet = new Sheet(Instant.now().truncatedTo(ChronoUnit.MILLIS), "shadow policy of pool " + pool);
            ShadowSheet.fill(
                    sheet,
                    run,
                    new PolicyYaml().parse(run.order().yaml()),
                    GateState.inForce(state, pool).policy(),
                    result);
            return sheet;
        }
    }
}
