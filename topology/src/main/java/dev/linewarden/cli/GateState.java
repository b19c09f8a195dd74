package dev.linewarden.cli;

import dev.linewarden.audit.ChangelogState;
import dev.linewarden.client.Cluster;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.PolicyInForce;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.streams.GateConfig;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose state a verb reads: the option, and the reading. */
final class GateState {

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = GateConfig.DEFAULT_APPLICATION_ID,
            description = "The gate's, whose state is read (default: ${DEFAULT-VALUE}).")
    private String applicationId;

    String applicationId() {
        return applicationId;
    }

    /**
     * The tables as of the gate's last commit, with progress.
     *
     * @throws dev.linewarden.client.ClusterException when there is no such gate, or it never started
     */
    Rows read(Cluster cluster, List<Table> tables) {
        return ChangelogState.read(cluster, applicationId, tables, Terminal::progress);
    }

    /** The policy in force in the pool. */
    static PolicyInForce inForce(StateView state, String pool) throws PolicyException {
        return PolicyInForce.of(state.poolPolicy(pool), new PolicyYaml());
    }

    /**
     * The pool's second policy, or the last that it had.
     *
     * @throws Problem when it never had one
     */
    static ShadowRun shadowRun(StateView state, String pool) {
        ShadowRun run = (ShadowRun) state.get(Table.POOLS, ShadowRun.key(pool));
        if (run == null) {
            throw Problem.found("pool " + pool + " never had a shadow policy: begin with `linewarden shadow start "
                    + pool + " FILE`");
        }
        return run;
    }
}
