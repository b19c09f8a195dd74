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
    private static final int MILLIS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private GateState gate;

    @Option(names = "--pool", paramLabel = "POOL", description = "The only pool to show (default: all).")
    private @Nullable String pool;

    @Option(names = "--once", description = "One page as plain text.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How often it is redrawn (default: ${DEFAULT-VALUE}).")
    private int every;

    @Override
    public Integer call() throws IOException, PolicyException {
        if (every < 1) {
            throw Problem.usage("--every must be at least 1");
        }
        try (FollowedState state = new FollowedState(options.cluster(), gate.applicationId(), NEEDED)) {
            state.readAll(Terminal::progress);
            if (once || !Terminal.isInteractive()) {
                PrintWriter out = spec.commandLine().getOut();
                page(state, Terminal.width(), Integer.MAX_VALUE).forEach(out::println);
                out.flush();
            } else {
                watch(state);
            }
        }
        return 0;
    }

    private void watch(FollowedState state) throws IOException, PolicyException {
        try (LiveScreen screen = new LiveScreen()) {
            do {
                state.readOn();
                screen.draw(page(state, screen.columns(), screen.rows() - 1));
            } while (screen.stays((long) every * MILLIS));
        }
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
