package dev.linewarden.cli;

import dev.linewarden.audit.FollowedState;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The gate at a glance. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows servers by utilisation (! past the first step of alert-at, !! past the second), lines with what binds them"
                    + " now, and what waits: as of the gate's last commit, redrawn in place. q ends it.",
            "Where a program reads, and with --once, it prints one page."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden top",
            "  linewarden top --pool default --every 5",
            "  linewarden top --once"
        })
final class TopCommand implements Callable<Integer> {

    private static final List<Table> NEEDED = List.of(
            Table.LINES,
            Table.LINE_ACTIVITY,
            Table.SERVER_DAILY_COUNTS,
            Table.LINE_BURSTS,
            Table.POOLS,
            Table.DEFERRALS);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private GateState gate;

    @Option(names = "--pool", paramLabel = "POOL", description = "The only pool to show (default: all).")
    private @Nullable String pool;

    @Mixin
    private RedrawOption redrawing;

    @Override
    public Integer call() throws IOException, PolicyException {
        redrawing.requireSensible();
        try (FollowedState state = new FollowedState(options.cluster(), gate.applicationId(), NEEDED)) {
            state.readAll(Terminal::progress);
            if (redrawing.isOnce()) {
                PrintWriter out = spec.commandLine().getOut();
                page(state, Terminal.width(), Integer.MAX_VALUE).forEach(out::println);
                out.flush();
            } else {
                redrawing.redraw(screen -> {
                    state.readOn();
                    return page(state, screen.columns(), screen.rows() - 1);
                });
            }
        }
        return 0;
    }

    private List<String> page(FollowedState state, int width, int height) throws PolicyException {
        SortedSet<String> pools = state.pools();
        if (pool != null) {
            pools.retainAll(List.of(pool));
        }
        if (pools.isEmpty()) {
            return List.of(
                    pool == null
                            ? "no lines yet: add one with `linewarden line add LINE --server SERVER`"
                            : "pool " + pool + " has no lines");
        }
        List<String> page = new ArrayList<>();
        for (String name : pools) {
            if (!page.isEmpty()) {
                page.add("");
            }
            page.addAll(TopPage.of(state.state(), name, state.now(), width, height / pools.size()));
        }
        return page;
    }
}
