package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.operations.OperationQuery;
import dev.linewarden.operations.OperationReader;
import dev.linewarden.schemas.Operation;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who did what, why, with what result. */
@Command(
        name = "operations",
        mixinStandardHelpOptions = true,
        description = {
            "Shows who did what to the gate, why, and what came of it, newest first: what was cancelled and released, policies"
                    + " applied, lines paused and returned, shadow policies, reveals, alerts acknowledged.",
            "Times are UTC."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden operations --pool default --max 20",
            "  linewarden operations --actor olga",
            "  linewarden operations --about line-1 --json"
        })
final class OperationsCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--pool", description = "Only of this pool.")
    private @Nullable String pool;

    @Option(names = "--actor", paramLabel = "NAME", description = "Only of this login or user.")
    private @Nullable String actor;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind, as in POLICY_APPLIED.")
    private @Nullable String kind;

    @Option(
            names = "--about",
            paramLabel = "SUBJECT",
            description = "Only what was done to this line, request, policy (its hash) or alert.")
    private @Nullable String subject;

    @Option(names = "--max", paramLabel = "N", defaultValue = "50", description = "How many (default: 50).")
    private int max;

    @Option(names = "--json", description = "One JSON object for each.")
    private boolean json;

    @Override
    public Integer call() {
        if (max < 1) {
            throw Problem.usage("--max is at least 1");
        }
        Cluster cluster = options.cluster();
        List<Operation> found;
        try (OperationReader log = new OperationReader(cluster)) {
            found = log.ask(book -> book.newest(new OperationQuery(pool, actor, kind, subject), null, max))
                    .operations();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            found.forEach(operation -> out.println(AvroJson.write(operation)));
        } else if (found.isEmpty()) {
            out.println("nothing of that kind was done, as far as the log reaches back (a year)");
        } else {
            table(found).lines(Terminal.width()).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static Table table(List<Operation> found) {
        Table table = new Table("when", "who", "what", "why", "result", "pool");
        found.forEach(operation -> table.row(
                TIME.format(operation.getAt()),
                operation.getActor(),
                OperationText.what(operation),
                operation.getReason() == null ? "" : operation.getReason(),
                OperationText.came(operation),
                operation.getPool()));
        return table;
    }
}
