package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.RecordLines;
import dev.linewarden.core.Outlook;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import java.io.PrintWriter;
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
import picocli.CommandLine.Spec;

/** The lines as last reported, and what each can still do. */
@Command(
        name = "lines",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the lines as last reported, and what the gate knows of each as of its last commit: how many recipients it"
                    + " is home to (users), when it could next write to somebody new (next free), and its new conversations:"
                    + " used, booked and left today, and booked tomorrow.",
            "--json has all of it, also since when the line is so and what its server has sent."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden lines",
            "  linewarden lines --json | jq 'select(.status == \"ACTIVE\") | .next_free'"
        })
final class LinesCommand implements Callable<Integer> {

    private static final List<Table> NEEDED =
            List.of(Table.LINES, Table.LINE_ACTIVITY, Table.SERVER_DAILY_COUNTS, Table.LINE_BURSTS, Table.POOLS);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin
    private GateState gate;

    @Override
    public Integer call() throws PolicyException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, LineUpdate> lines = Lines.latest(options.cluster());
        if (lines.isEmpty()) {
            if (!json) {
                out.println("no lines yet: add one with `linewarden line add LINE --server SERVER`");
            }
        } else {
            print(out, lines, state());
        }
        out.flush();
        return 0;
    }

    /** What the gate has counted; null when it never ran. */
    private @Nullable Rows state() {
        Cluster cluster = options.cluster();
        try {
            return gate.read(cluster, NEEDED);
        } catch (ClusterException never) {
            return null;
        }
    }

    private void print(PrintWriter out, Map<String, LineUpdate> lines, @Nullable Rows state) throws PolicyException {
        LineStanding.Reader reader = state == null ? null : new LineStanding.Reader(state, Instant.now());
        boolean manyPools =
                lines.values().stream().map(LineUpdate::getPool).distinct().count() > 1;
        var table = new dev.linewarden.cli.Table(
                "line", "server", "status", "users", "next free", "used", "booked", "left", "tomorrow", "note");
        for (LineUpdate line : lines.values()) {
            LineStanding standing = reader == null ? null : reader.of(line);
            if (json) {
                out.println(toJson(line, standing));
            } else {
                String name = manyPools ? line.getPool() + "/" + line.getLine() : line.getLine();
                table.row(row(name, line, standing));
            }
        }
        if (!json) {
            table.lines().forEach(out::println);
            if (state != null) {
                lines.values().stream().map(LineUpdate::getPool).distinct().forEach(pool -> Suspending.sentences(
                                state, pool, Instant.now())
                        .forEach(out::println));
            }
            if (state == null) {
                out.println("the gate counts, and " + gate.applicationId()
                        + " has not run on this cluster: start it, or name yours with --application-id");
            }
        }
    }

    private static Object[] row(String name, LineUpdate line, @Nullable LineStanding standing) {
        String said = line.getNote() == null ? "" : line.getNote();
        Instant until = line.getStatus() == LineStatus.PAUSED ? line.getUntil() : null;
        String note = until == null ? said : ("until " + until.truncatedTo(ChronoUnit.SECONDS) + " " + said).strip();
        Object server = line.getServer();
        Object status = line.getStatus();
        if (standing == null) {
            return new Object[] {name, server, status, "-", "-", "-", "-", "-", "-", note};
        }
        Outlook outlook = standing.outlook();
        Integer left = outlook.conversations().left();
        return new Object[] {
            name,
            server,
            status,
            standing.users(),
            standing.nextFree(),
            outlook.conversations().used(),
            outlook.conversations().booked(),
            left == null ? "any" : left,
            outlook.bookedTomorrow(),
            note
        };
    }

    private static ObjectNode toJson(LineUpdate line, @Nullable LineStanding standing) {
        ObjectNode object = RecordLines.of(line);
        if (standing != null) {
            standing.addTo(object);
        }
        return object;
    }
}
