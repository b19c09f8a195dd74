package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.state.Suspension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What of a pool is suspended. */
@Command(
        name = "suspensions",
        mixinStandardHelpOptions = true,
        description = "Shows what of a pool is suspended: since when, until when, why.",
        footer = {"", "Examples:", "  linewarden suspensions default"})
final class SuspensionsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private GateState gate;

    @Parameters(paramLabel = "POOL", defaultValue = "default", description = "Default: default.")
    private String pool;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        List<Suspension> all = Suspending.inForce(options.cluster(), gate, pool);
        Sheet sheet = new Sheet(
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                all.isEmpty() ? "nothing of pool " + pool + " is suspended" : "suspended of pool " + pool);
        Table table = new Table("what", "until", "why", "since");
        ArrayNode array = sheet.json().put("pool", pool).putArray("suspensions");
        for (Suspension one : all) {
            table.row(
                    one.labelKey() == null ? "the whole pool" : one.scope(),
                    one.until() == null
                            ? "somebody resumes it"
                            : sheet.when(one.until().truncatedTo(ChronoUnit.SECONDS)),
                    one.reason() == null ? "" : one.reason(),
                    one.since().truncatedTo(ChronoUnit.SECONDS));
            ObjectNode item = array.addObject()
                    .put("label_key", one.labelKey())
                    .put("label_value", one.labelValue())
                    .put("since", one.since().toString());
            item.put("until", one.until() == null ? null : one.until().toString())
                    .put("reason", one.reason());
        }
        if (!all.isEmpty()) {
            sheet.table("in force", table);
        }
        sheet.print(spec.commandLine().getOut(), json);
        return 0;
    }
}
