package dev.linewarden.cli;

import dev.linewarden.audit.PastState;
import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.PolicyInForce;
import dev.linewarden.core.state.StateView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the gate knows, or knew. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the gate knows of a line, a server or a recipient: as of its last commit, from its stores'"
                    + " changelogs.",
            "With --at, what it knew then: decides its journal again with the recorded times up to there."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden state line-1",
            "  linewarden state line-1 --at 2026-03-05T14:00:00Z",
            "  linewarden state +19495550100 --reveal"
        })
final class StateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private GateState gate;

    @Parameters(
            paramLabel = "NAME",
            description = "A line, a server or a recipient; line:NAME, server:NAME or recipient:NAME where it may be"
                    + " more than one of them.")
    private String name;

    @Option(names = "--at", paramLabel = "TIME", description = "The past time, by the broker's clock (default: now).")
    private @Nullable String at;

    @Option(names = "--pool", paramLabel = "POOL", description = "The only pool to look in (default: all).")
    private @Nullable String pool;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Mixin
    private RevealOption reveal;

    @Override
    public Integer call() throws PolicyException {
        Instant time = TimeOption.read("--at", at);
        Instant now = Instant.now();
        if (time != null && time.isAfter(now)) {
            throw Problem.usage("--at " + at + " lies ahead: `linewarden forecast` and `simulate --until` look there");
        }
        if (time == null) {
            show(
                    gate.read(options.cluster(), List.of(dev.linewarden.core.state.Table.values())),
                    now.truncatedTo(ChronoUnit.MILLIS));
            return 0;
        }
        try (PastState past = PastState.at(options.cluster(), time, pool, Terminal::progress)) {
            show(known(past, time), time);
            return 0;
        }
    }

    private void show(StateView state, Instant asOf) throws PolicyException {
        boolean reveals = reveal.reveals(spec.commandLine(), null, name);
        Subject subject = Subject.find(state, name, pool, reveals);
        sheet(subject, reveals, state, asOf).print(spec.commandLine().getOut(), json);
    }

    private static StateView known(PastState past, Instant time) {
        if (past.entries() == 0) {
            throw Problem.found("the gate knew of nothing at " + time
                    + (past.began() == null ? "" : ": the oldest entry of its journal is of " + past.began()));
        }
        return past.rows();
    }

    private Sheet sheet(Subject subject, boolean reveals, StateView state, Instant now) throws PolicyException {
        boolean isHandle = subject.kind() == Subject.Kind.RECIPIENT && !reveals;
        String shown = isHandle ? Masked.handle(subject.name()) : subject.name();
        String kind = subject.kind().name().toLowerCase(Locale.ROOT);
        PolicyInForce inForce = GateState.inForce(state, subject.pool());
        Policy policy = inForce.policy();
        Sheet sheet = new Sheet(
                now,
                kind + " " + shown + " in pool " + subject.pool() + ", as of " + now + " under policy "
                        + policy.version());
        sheet.json()
                .put(kind, shown)
                .put("pool", subject.pool())
                .put("as_of", now.toString())
                .put("policy_version", policy.version())
                .put("policy_hash", inForce.hash());
        fill(sheet, subject, state, policy);
        return sheet;
    }

    private static void fill(Sheet sheet, Subject subject, StateView state, Policy policy) {
        switch (subject.kind()) {
            case LINE -> {
                Line line = Objects.requireNonNull(state.line(subject.pool(), subject.name()));
                LineSheet.fill(sheet, state, policy, line);
            }
            case SERVER -> ServerSheet.fill(sheet, state, policy, subject.pool(), subject.name());
            case RECIPIENT ->
                RecipientSheet.fill(sheet, state, policy, state.recipient(subject.pool(), subject.name()));
        }
    }
}
