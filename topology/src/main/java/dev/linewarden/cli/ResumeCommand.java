package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.contract.SuspensionOrders;
import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends what was suspended. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Ends what `suspend` began, before its time. What waits for it is judged at once, in order and within every limit."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden resume default --reason \"the gateway is back\"",
            "  linewarden resume default --label campaign=spring"
        })
final class ResumeCommand implements Callable<Integer> {

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

    @Override
    public Integer call() throws InterruptedException {
        Label named = label.read();
        String scope = named.scope();
        Cluster cluster = options.cluster();
        requireSuspended(Suspending.inForce(cluster, gate, pool), scope);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        author.keep(
                cluster,
                new Deed(OperationKind.SENDING_RESUMED, pool, named.text()),
                null,
                publisher -> publisher.send(SuspensionOrders.resume(pool, named, now)));
        boolean isTaken = Suspending.isTaken(cluster, gate, pool, all -> all.of(scope, Instant.now()) == null);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                isTaken
                        ? Suspending.what(pool, named) + " sends again"
                        : "the order to resume " + Suspending.what(pool, named)
                                + " is in Kafka, but no gate has taken it yet: is one running?");
        out.flush();
        return isTaken ? 0 : Problem.FOUND_WRONG;
    }

    private void requireSuspended(List<Suspension> inForce, String scope) {
        if (inForce.stream().noneMatch(one -> one.scope().equals(scope))) {
            String others = inForce.stream()
                    .map(one -> one.labelKey() == null ? "all of it (without --label)" : "--label " + one.scope())
                    .collect(Collectors.joining(", "));
            throw Problem.found((scope.isEmpty() ? "pool " + pool + " as a whole" : "label " + scope)
                    + " is not suspended; "
                    + (others.isEmpty()
                            ? "nothing of pool " + pool + " is"
                            : "suspended of pool " + pool + ": " + others));
        }
    }
}
