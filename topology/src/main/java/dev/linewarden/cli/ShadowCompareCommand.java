package dev.linewarden.cli;

import dev.linewarden.audit.FollowedState;
import dev.linewarden.audit.ShadowComparison;
import dev.linewarden.audit.ShadowWatch;
import dev.linewarden.client.Progress;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.Table;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A pool's two policies beside each other, while they decide. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Shows live what the second policy decides otherwise than the first, rule by rule: only rules that changed, since"
                    + " when, which of their keys differ, and which keys belong to rules that decided nothing otherwise.",
            "Redrawn in place on a terminal; once where a program reads, with --once or with --json. Of the last second"
                    + " policy, when none is on."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden shadow compare default",
            "  linewarden shadow compare default --once",
            "  linewarden shadow compare default --json | jq -r .diverged_since"
        })
final class ShadowCompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private GateState gate;

    @Parameters(paramLabel = "POOL", defaultValue = "default")
    private String pool;

    @Mixin
    private RedrawOption redrawing;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    private @Nullable ShadowWatch watch;

    @Override
    public Integer call() throws IOException, PolicyException {
        redrawing.requireSensible();
        try (FollowedState state = new FollowedState(options.cluster(), gate.applicationId(), List.of(Table.POOLS))) {
            state.readAll(Terminal::progress);
            Sheet first = page(state, Terminal::progress);
            if (json || redrawing.isOnce()) {
                first.print(spec.commandLine().getOut(), json);
            } else {
                redrawing.redraw(screen -> {
                    state.readOn();
                    return page(state, Progress.UNSEEN).lines().stream()
                            .map(line -> Terminal.cut(line, screen.columns()))
                            .toList();
                });
            }
        } finally {
            if (watch != null) {
                watch.close();
            }
        }
        return 0;
    }

    private Sheet page(FollowedState state, Progress progress) throws PolicyException {
        ShadowRun run = GateState.shadowRun(state.state(), pool);
        Sheet sheet = new Sheet(
                Instant.now().truncatedTo(ChronoUnit.MILLIS), "shadow policy of pool " + pool + " beside its own");
        new ShadowRules(sheet, run, GateState.inForce(state.state(), pool)).fill(result(run, progress));
        return sheet;
    }

    /** Read on from the look before, unless another run has begun or this one has ended. */
    private ShadowComparison.@Nullable Result result(ShadowRun run, Progress progress) {
        Instant began = run.began();
        if (began == null) {
            return null;
        }
        if (watch != null && !watch.isOf(run)) {
            watch.close();
            watch = null;
        }
        if (watch == null) {
            watch = new ShadowWatch(options.cluster(), run, began);
        }
        return watch.look(progress);
    }
}
