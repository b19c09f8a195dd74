package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.FlipLedger;
import dev.linewarden.audit.replay.FlipScenario;
import dev.linewarden.audit.replay.Minimiser;
import dev.linewarden.audit.replay.PolicyChange;
import dev.linewarden.audit.replay.Scope;
import dev.linewarden.audit.replay.State;
import dev.linewarden.audit.replay.Verification;
import dev.linewarden.audit.replay.Verifier;
import dev.linewarden.audit.replay.WhatIf;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "--verify: every recorded decision must come out again; exit 1 when one does not.",
            "--policy, --set: what another policy would have changed. First the recorded one must come out again; exit 2 when it"
                    + " does not, 1 when a --max is passed."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden replay --verify",
            "  linewarden replay --verify --checkpoint audits  # goes on from the last",
            "  linewarden replay --policy next.yaml --max-newly-rejected 0 --junit replay.xml",
            "  linewarden replay --set burst.max=40,50,60 --html report.html",
            "  linewarden replay --policy next.yaml --minimise r-4711"
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--verify", description = "Meet the recorded decisions, all of them.")
    private boolean verify;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "A policy in place of all that were in force. May be given again: each is an answer of its own.")
    private List<Path> policies = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=V[,V]",
            description =
                    "A key of every policy that was in force, set to each value in turn, as in burst.max=40,50; a list stands in"
                            + " brackets, as in 'new-conversations.warm-up=[10,20]'. Given again for another key, every combination is an"
                            + " answer of its own.")
    private List<String> sets = List.of();

    @Mixin
    private ReplayLimits limits;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the answers as a page with charts too, which needs no network.")
    private @Nullable Path html;

    @Option(
            names = "--minimise",
            paramLabel = "REQUEST",
            description =
                    "Shrinks the journal around one changed request to a scenario that shows the change: it passes under the"
                            + " one policy that was asked about, and fails under the one that was in force.")
    private @Nullable String minimise;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "flip.yaml",
            description =
                    "Where the scenario goes (default: ${DEFAULT-VALUE}). Stand-ins that say the same take the place of handles"
                            + " and texts, unless --reveal.")
    private Path out;

    @Mixin
    private RevealOption reveal;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Compare what was decided at entries from then on, and let another policy begin there; what was before is"
                            + " decided again all the same, and so is what a pool with no entry since then decided by itself,"
                            + " which is not compared.")
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

    @Mixin
    private GateState gate;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<PolicyChange> changes = ReplayPolicies.of(policies, sets);
        if (verify != changes.isEmpty()) {
            throw Problem.usage("say either --verify, or --policy or --set (see linewarden replay --help)");
        }
        if (minimise != null && changes.size() != 1) {
            throw Problem.usage(
                    "--minimise shows a change by one policy: name one with --policy, or one --set with one value");
        }
        if (reveal.isAsked() && minimise == null) {
            throw Problem.usage("--reveal goes with --minimise: all else that a replay says is masked");
        }
        Instant begin = TimeOption.read("--from", from);
        Instant end = TimeOption.read("--to", to);
        TimeOption.requireBefore(begin, end);
        Scope scope = new Scope(begin, end, pool, gate.applicationId(), checkpoints);
        try (ReplayWatch watch = new ReplayWatch()) {
            return verify ? verify(scope, watch) : ask(scope, watch, changes);
        }
    }

    private int verify(Scope scope, ReplayWatch watch) {
        Verification result = new Verifier(options.cluster(), scope, watch).run();
        watch.done();
        VerificationText text = new VerificationText(result, scope.leavesCheckpoints());
        print(text.json(), text.lines(Instant.now()));
        return result.state() == State.OK || result.state() == State.EMPTY ? 0 : Problem.FOUND_WRONG;
    }

    private int ask(Scope scope, ReplayWatch watch, List<PolicyChange> changes) throws IOException {
        WhatIf.Answers answers = new WhatIf(options.cluster(), scope, watch).of(changes, minimise);
        watch.done();
        if (answers.isRefused()) {
            return refuse(answers);
        }
        if (minimise != null) {
            return shrink(answers.answers().get(0), watch, minimise);
        }
        PrintWriter terminal = spec.commandLine().getOut();
        if (json) {
            WhatIfJson.write(answers, terminal);
        } else {
            new WhatIfText(answers).lines().forEach(terminal::println);
        }
        terminal.flush();
        if (html != null) {
            WhatIfHtml.write(html, answers);
        }
        List<ReplayLimits.Check> checks = limits.checks(answers.answers());
        limits.report(checks, null);
        List<ReplayLimits.Check> failed =
                checks.stream().filter(check -> !check.holds()).toList();
        failed.forEach(check -> Linewarden.print(spec.commandLine(), check.toString()));
        return failed.isEmpty() && !answers.isCancelled() ? 0 : Problem.FOUND_WRONG;
    }

    private int shrink(WhatIf.Answer answer, ReplayWatch watch, String request) throws IOException {
        FlipLedger.Flip flip = answer.ledger().wanted();
        if (flip == null) {
            throw Problem.found("nothing would be otherwise about request " + request + " with "
                    + answer.change().name() + ": the changed ones are in --json");
        }
        boolean reveals = reveal.reveals(spec.commandLine(), null, request);
        FlipScenario scenario = new Minimiser(options.cluster(), watch).scenario(flip, answer.change(), reveals);
        watch.done();
        if (scenario == null) {
            throw Problem.found(
                    "the change of " + request + " cannot be shown by a scenario: it hangs on more than the last"
                            + " entries, on a policy that came in between, on when a busy gate came to its work, or (try"
                            + " --reveal) on the words themselves");
        }
        try (WholeFile file = new WholeFile(out)) {
            file.writer().write(scenario.yaml());
            file.keep();
        }
        ObjectNode said = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", request)
                .put("change", flip.direction().name().toLowerCase(Locale.ROOT))
                .put("file", out.toString())
                .put("steps", scenario.steps());
        print(
                said,
                List.of(request + ": " + flip.direction() + " with "
                        + answer.change().name() + ", in " + scenario.steps() + " steps: linewarden test " + out));
        return 0;
    }

    /** Nothing is said of another policy where the recorded one does not come out again. */
    private int refuse(WhatIf.Answers answers) throws IOException {
        VerificationText why = new VerificationText(answers.identity(), false);
        ObjectNode said = WhatIfJson.head(answers);
        said.putArray("candidates");
        said.set("verification", why.json());
        print(said, why.lines(Instant.now()));
        String refusal = answers.identity().state() == State.EMPTY
                ? "empty: there is nothing that another policy could have changed"
                : "refused: the recorded policy does not come out again, so nothing is said of another";
        limits.report(List.of(), refusal);
        if (html != null) {
            List<String> told = new ArrayList<>(List.of(refusal));
            told.addAll(why.lines(Instant.now()));
            WhatIfHtml.writeRefusal(html, answers, told);
        }
        Linewarden.print(spec.commandLine(), refusal);
        return Problem.WRONG_USAGE;
    }

    private void print(ObjectNode said, List<String> lines) {
        PrintWriter terminal = spec.commandLine().getOut();
        if (json) {
            terminal.println(said);
        } else {
            lines.forEach(terminal::println);
        }
        terminal.flush();
    }
}
