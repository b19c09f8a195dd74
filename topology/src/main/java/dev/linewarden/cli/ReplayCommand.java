package dev.linewarden.cli;

import dev.linewarden.audit.replay.Scope;
import dev.linewarden.audit.replay.State;
import dev.linewarden.audit.replay.Verification;
import dev.linewarden.audit.replay.Verifier;
import dev.linewarden.streams.GateConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The journal, decided again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Decides the journal again, with the times that were recorded beside it. Reads only.",
            "--verify: every recorded decision must come out again; exit 1 when one does not."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden replay --verify",
            "  linewarden replay --verify --checkpoint audits     # goes on where the last run ended"
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--verify", description = "Meet the recorded decisions, all of them.")
    private boolean verify;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Compare what was decided from then on; what was before is decided again all the same.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Stop there (default: where the gate is).")
    private @Nullable String to;

    @Option(names = "--pool", paramLabel = "POOL", description = "The only pool to compare (default: all).")
    private @Nullable String pool;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description =
                    "Leave the state there on the way and at the end, also on Ctrl-C, and begin from what is there: the"
                            + " same command goes on.")
    private @Nullable Path checkpoints;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = GateConfig.DEFAULT_APPLICATION_ID,
            description = "The gate's, which says how far it has come (default: ${DEFAULT-VALUE}).")
    private String applicationId;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (!verify) {
            throw Problem.usage("say --verify (see linewarden replay --help)");
        }
        Scope scope = new Scope(
                TimeOption.read("--from", from), TimeOption.read("--to", to), pool, applicationId, checkpoints);
        try (ReplayWatch watch = new ReplayWatch()) {
            Verification result = new Verifier(options.cluster(), scope, watch).run();
            watch.done();
            VerificationText text = new VerificationText(result);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(text.json());
            } else {
                text.lines(Instant.now()).forEach(out::println);
            }
            out.flush();
            return result.state() == State.OK || result.state() == State.EMPTY ? 0 : Problem.FOUND_WRONG;
        }
    }
}
