package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.contract.Inputs;
import dev.linewarden.contract.SuspensionOrders;
import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds what a pool, or one label of it, has to send. */
@Command(
        name = "suspend",
        mixinStandardHelpOptions = true,
        description = {
            "Holds what a pool, or the requests with one label, have to send: login codes and replies too. People's messages and"
                    + " opt-outs are heard as ever. What waits goes when it ends, in order and within every limit.",
            "With --for or --until it ends by itself, and what could not leave in time then is refused at once (EXPIRED);"
                    + " without, everything is held until `resume` or its deadline. The same again replaces it.",
            "One line is paused with `line status`."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden suspend default --for 30m --reason \"the gateway is down\"",
            "  linewarden suspend default --label campaign=spring --reason \"wrong price\""
        })
final class SuspendCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private GateState gate;

    @Mixin
    private LabelOption label;

    @Mixin
    private AuthorOption author;

    @Parameters(paramLabel = "POOL")
    private String pool;

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends by itself.")
    private @Nullable String until;

    @Option(names = "--for", paramLabel = "DURATION", description = "The same as a duration, as in 30m or 2h.")
    private @Nullable String span;

    @Override
    public Integer call() throws InterruptedException {
        Label named = label.read();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant end = end(now);
        String reason = author.reason();
        if (reason == null || reason.isBlank() || reason.length() > Inputs.MOST_REASON) {
            throw Problem.usage("say why with --reason, in at most " + Inputs.MOST_REASON
                    + " characters: whoever asks about a message that waits reads it");
        }
        Cluster cluster = options.cluster();
        KnownPools.require(cluster, pool);
        Deed deed = new Deed(
                OperationKind.SENDING_SUSPENDED,
                pool,
                named.text(),
                end == null ? Map.of() : Map.of("until", end.toString()));
        author.keep(
                cluster,
                deed,
                null,
                publisher -> publisher.send(SuspensionOrders.suspend(pool, named, end, reason, now)));
        return tell(cluster, named, end);
    }

    private int tell(Cluster cluster, Label named, @Nullable Instant end) throws InterruptedException {
        boolean isTaken = Suspending.isTaken(cluster, gate, pool, all -> {
            Suspension one = all.of(named.scope(), Instant.now());
            return one != null && Objects.equals(one.until(), end);
        });
        String what = Suspending.what(pool, named);
        PrintWriter out = spec.commandLine().getOut();
        if (!isTaken) {
            out.println("the order to suspend " + what + " is in Kafka, but no gate has taken it yet: nothing is sent"
                    + " while none runs; look with `linewarden suspensions " + pool + "`");
            out.flush();
            return Problem.FOUND_WRONG;
        }
        String again = "`linewarden resume " + pool + (named.text() == null ? "" : " --label " + named.text()) + "`";
        out.println(
                what + " is suspended " + (end == null ? "until " + again : "until " + end + ", or until " + again));
        out.flush();
        return 0;
    }

    private @Nullable Instant end(Instant now) {
        if (until != null && span != null) {
            throw Problem.usage("say --until or --for, one of them");
        }
        return span == null
                ? TimeOption.ahead("--until", until, now)
                : now.plus(TimeOption.length("--for", span, "30m or 2h"));
    }
}
