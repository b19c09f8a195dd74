package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.ChangelogState;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.RecordLines;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Residents;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.streams.GateConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The lines as last reported, and how many recipients each is home to. */
@Command(
        name = "lines",
        mixinStandardHelpOptions = true,
        description = "Lists the lines as last reported, and how many recipients each is home to (users).")
final class LinesCommand implements Callable<Integer> {

    private static final List<Table> NEEDED = List.of(Table.LINE_ACTIVITY, Table.POOLS);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = GateConfig.DEFAULT_APPLICATION_ID,
            description = "The gate's, which counts the users (default: ${DEFAULT-VALUE}).")
    private String applicationId;

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
            return ChangelogState.read(cluster, applicationId, NEEDED, Terminal::progress);
        } catch (ClusterException never) {
            return null;
        }
    }

    private void print(PrintWriter out, Map<String, LineUpdate> lines, @Nullable Rows state) throws PolicyException {
        var table = new dev.linewarden.cli.Table("pool", "line", "server", "status", "users", "since", "note");
        for (LineUpdate line : lines.values()) {
            Users users = state == null ? null : Users.of(state, line);
            if (json) {
                out.println(toJson(line, users));
            } else {
                table.row(
                        line.getPool(),
                        line.getLine(),
                        line.getServer(),
                        line.getStatus(),
                        users == null ? "-" : users.inWords(),
                        line.getAt(),
                        line.getNote() == null ? "" : line.getNote());
            }
        }
        if (!json) {
            table.lines().forEach(out::println);
            if (state == null) {
                out.println("users are counted by the gate, and " + applicationId
                        + " has not run on this cluster: start it, or name yours with --application-id");
            }
        }
    }

    private static ObjectNode toJson(LineUpdate line, @Nullable Users users) {
        ObjectNode object = RecordLines.of(line);
        if (users != null) {
            object.put("users", users.now()).put("users_booked", users.booked()).put("max_users", users.most());
        }
        return object;
    }

    /**
     * The recipients of a line.
     *
     * @param booked those whose first message waits for its time
     * @param most how many the pool's policy allows; null for any number
     */
    private record Users(int now, int booked, @Nullable Integer most) {

        static Users of(Rows state, LineUpdate line) throws PolicyException {
            Residents residents = state.residents(line.getPool(), line.getLine());
            PoolPolicy policy = state.poolPolicy(line.getPool());
            Policy inForce = policy == null ? Policy.DEFAULT : new PolicyYaml().parse(policy.yaml());
            return new Users(
                    residents.count(),
                    residents.booked().total(),
                    inForce.assignment().maxUsersPerLine());
        }

        String inWords() {
            return now + (booked == 0 ? "" : " + " + booked) + (most == null ? "" : " of " + most);
        }
    }
}
