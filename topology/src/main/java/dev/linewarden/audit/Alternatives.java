package dev.linewarden.audit;

import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Waiting;
import dev.linewarden.core.state.WaitingList;
import dev.linewarden.policy.PolicyEdit;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Setting;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the single changes that would have let a request pass: tries each on the core, in the state in which the request
 * was judged, and tells those with which it is approved. Not thread-safe.
 */
final class Alternatives {

    /** How far ahead a later hour is looked for. */
    private static final int HOURS = 7 * 24;

    private static final String NO_POLICY = "{}";

    private final Rows rows;
    private final Trials trials;
    private final Decision decision;
    private final OutboundRequest request;
    private final Instant now;
    private final @Nullable Deferral waiting;
    private final List<Change> changes = new ArrayList<>();

    /**
     * Of one decision.
     *
     * @param rows the state just before it; as it was when this is done
     * @param decision no approval
     */
    Alternatives(Rows rows, Decision decision) {
        this.rows = rows;
        this.trials = new Trials(rows, decision.getJournalPartition(), decision.getJournalOffset());
        this.decision = decision;
        this.request = Records.toRequest(decision.getRequest());
        this.now = decision.getDecidedAt();
        Waiting waits =
                decision.getAttempt() > 1 ? new WaitingList(rows).of(request.pool(), request.requestId()) : null;
        this.waiting = waits == null ? null : waits.deferral();
    }

    WhyNot find() {
        switch (String.valueOf(decision.getBindingCode())) {
            case "INVALID_REQUEST" -> {}
            case "DUPLICATE_REQUEST" -> tryOtherId();
            default -> tryAll();
        }
        return new WhyNot(decision.getDecisionId(), List.copyOf(changes), trials.asked(), null);
    }

    private void tryAll() {
        if (waiting != null) {
            keep(Change.Kind.NO_COMMAND, "judged then, with nothing else changed", "", ask(request, now));
        }
        tryRequest();
        tryResuming();
        tryLines();
        tryReplies();
        tryLater();
        tryPolicy();
    }

    private void tryOtherId() {
        OutboundRequest renamed = with(changed -> changed.requestId(request.requestId() + "-again"));
        keep(
                Change.Kind.REQUEST,
                "another request_id",
                renamed.requestId(),
                trials.approval(renamed.requestId(), now, List.of(), List.of(renamed)));
    }

    private void tryRequest() {
        if (request.priority() != Priority.HIGH) {
            keep(Change.Kind.REQUEST, "priority", "HIGH", ask(with(changed -> changed.priority(Priority.HIGH)), now));
        }
        if (request.notBefore() != null) {
            keep(Change.Kind.REQUEST, "no not_before", "", ask(with(changed -> changed.notBefore(null)), now));
        }
        if (request.expiresAt() != null) {
            keep(Change.Kind.REQUEST, "no expires_at", "", ask(with(changed -> changed.expiresAt(null)), now));
        }
        if (request.holdForReply()) {
            keep(
                    Change.Kind.REQUEST,
                    "hold_for_reply",
                    "false",
                    ask(with(changed -> changed.holdForReply(false)), now));
        }
        if (request.cancelOnReply()) {
            keep(
                    Change.Kind.REQUEST,
                    "cancel_on_reply",
                    "false",
                    ask(with(changed -> changed.cancelOnReply(false)), now));
        }
        if (request.consent() == null) {
            keep(
                    Change.Kind.REQUEST,
                    "a consent of the recipient",
                    "",
                    ask(with(changed -> changed.consent(new OutboundRequest.Consent("why-not", now))), now));
        }
    }

    private void tryResuming() {
        for (Suspension held : rows.suspensions(request.pool()).inForce(now)) {
            if (held.concerns(request)) {
                SuspensionOrder end =
                        new SuspensionOrder(request.pool(), held.labelKey(), held.labelValue(), null, null, true, now);
                String what = held.labelKey() == null ? "the pool" : "label " + held.scope();
                keep(Change.Kind.SUSPENSION, what + " not suspended", "", askAfter(end));
            }
        }
    }

    private void tryLines() {
        if (request.line() != null) {
            keep(Change.Kind.LINE, "not pinned to a line", "", ask(with(changed -> changed.line(null)), now));
        }
        for (Line line : rows.lines(request.pool())) {
            if (line.isActive() && !line.line().equals(decision.getLine())) {
                var approved = ask(with(changed -> changed.line(line.line())), now);
                keep(Change.Kind.LINE, "another line", line.line(), approved);
                if (approved != null) {
                    return;
                }
            }
        }
    }

    private void tryReplies() {
        String line = decision.getLine() == null ? anyLine() : decision.getLine();
        if (line != null) {
            keep(
                    Change.Kind.REPLY,
                    "a reply of the recipient to " + line + " first",
                    "",
                    askAfter(said(line, ConversationEvent.Kind.INBOUND_MESSAGE, "Yes")));
            keep(
                    Change.Kind.REPLY,
                    "an opt-in of the recipient first",
                    "",
                    askAfter(said(line, ConversationEvent.Kind.OPTED_IN, null)));
        }
    }

    private @Nullable String anyLine() {
        return rows.lines(request.pool()).stream()
                .filter(Line::isActive)
                .map(Line::line)
                .findFirst()
                .orElse(null);
    }

    private ConversationEvent said(String line, ConversationEvent.Kind kind, @Nullable String text) {
        return new ConversationEvent("why-not", request.pool(), line, request.recipient(), kind, now, text, null);
    }

    /** The first of the times that findings name and of the full hours of the next week. */
    private void tryLater() {
        Set<Instant> times = new TreeSet<>();
        for (Finding finding : decision.getFindings()) {
            if (finding.getUntil() != null) {
                times.add(finding.getUntil());
            }
        }
        if (decision.getNotBefore() != null) {
            times.add(decision.getNotBefore());
        }
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        for (int ahead = 1; ahead <= HOURS; ahead++) {
            times.add(hour.plus(Duration.ofHours(ahead)));
        }
        for (Instant time : times) {
            if (time.isAfter(now)) {
                var approved = ask(waiting == null ? with(changed -> changed.createdAt(time)) : request, time);
                keep(Change.Kind.LATER, "a later hour, if nothing happened until then", time.toString(), approved);
                if (approved != null) {
                    return;
                }
            }
        }
    }

    private void tryPolicy() {
        PoolPolicy stored = rows.poolPolicy(request.pool());
        String yaml = stored == null ? NO_POLICY : stored.yaml();
        Map<String, String> settings = new LinkedHashMap<>();
        for (Setting setting : new PolicyYaml().check(yaml).settings()) {
            settings.put(setting.key(), setting.value());
        }
        for (String rule : rulesInTheWay()) {
            for (Lever lever : Lever.of(rule, settings)) {
                tryLever(yaml, lever);
            }
        }
    }

    private Set<String> rulesInTheWay() {
        Set<String> inTheWay = new LinkedHashSet<>();
        for (Finding finding : decision.getFindings()) {
            boolean blocks = finding.getEffect() == Effect.DEFER || finding.getEffect() == Effect.REJECT;
            if (blocks && finding.getEnforced()) {
                inTheWay.add(finding.getRule());
            }
        }
        return inTheWay;
    }

    /** The nearest value that does: doubles the distance until one does, and halves it from there. */
    private void tryLever(String yaml, Lever lever) {
        int fails = 0;
        int passes = 1;
        var approved = askUnder(yaml, lever, Math.min(passes, lever.steps()));
        while (approved == null && passes < lever.steps()) {
            fails = passes;
            passes = Math.min(lever.steps(), passes * 2);
            approved = askUnder(yaml, lever, passes);
        }
        while (approved != null && passes - fails > 1) {
            int middle = (fails + passes) / 2;
            var nearer = askUnder(yaml, lever, middle);
            approved = nearer == null ? approved : nearer;
            passes = nearer == null ? passes : middle;
            fails = nearer == null ? middle : fails;
        }
        keep(Change.Kind.POLICY, lever.key(), lever.valueAt().apply(passes), approved);
    }

    private dev.linewarden.core.model.@Nullable Decision askUnder(String yaml, Lever lever, int step) {
        if (step < 1) {
            return null;
        }
        String changed = PolicyEdit.with(yaml, lever.key(), lever.valueAt().apply(step));
        boolean isPossible = new PolicyYaml().check(changed).errors().isEmpty();
        return isPossible
                ? trials.approval(
                        request.requestId(),
                        now,
                        List.of(new PoolPolicy(request.pool(), changed)),
                        List.of(judged(request)))
                : null;
    }

    /** The request with one thing otherwise. */
    private OutboundRequest with(UnaryOperator<RequestBuilder> change) {
        return change.apply(new RequestBuilder(request)).build();
    }

    private dev.linewarden.core.model.@Nullable Decision ask(OutboundRequest variant, Instant at) {
        return trials.approval(request.requestId(), at, waitOf(variant), List.of(judged(variant)));
    }

    private dev.linewarden.core.model.@Nullable Decision askAfter(Event first) {
        return trials.approval(request.requestId(), now, List.of(), List.of(first, judged(request)));
    }

    /** What has the request judged: its own coming, or for one that waits the order to judge it now. */
    private Event judged(OutboundRequest variant) {
        return waiting == null
                ? variant
                : new Command(request.pool(), Command.Kind.RELEASE, request.requestId(), null, now);
    }

    private List<Row> waitOf(OutboundRequest variant) {
        return waiting == null
                ? List.of()
                : List.of(new Deferral(
                        variant,
                        waiting.attempt(),
                        waiting.code(),
                        waiting.promised(),
                        waiting.cause(),
                        waiting.arrivalOffset(),
                        waiting.sinceOffset(),
                        waiting.inboundsSeen(),
                        waiting.firstJudgedAt(),
                        waiting.judgedAt(),
                        waiting.booking(),
                        waiting.suspendedBy()));
    }

    private void keep(
            Change.Kind kind, String what, String value, dev.linewarden.core.model.@Nullable Decision approved) {
        if (approved != null) {
            changes.add(new Change(kind, what, value, approved.line()));
        }
    }
}
