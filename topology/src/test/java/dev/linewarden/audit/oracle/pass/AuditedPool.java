package dev.linewarden.audit.oracle.pass;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.keep.MapArchive;
import dev.linewarden.audit.oracle.Interpretation;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Attachment;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import dev.linewarden.schemas.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** A pool whose journal and decisions are written by hand, and audited as they are written. */
final class AuditedPool {

    static final Instant NOON = Instant.parse("2026-03-02T17:00:00Z");

    static final Interpretation WORDS = new Interpretation() {
        @Override
        public Wish wishOf(String text) {
            return text.equals("Stop") ? Wish.OPT_OUT : text.equals("Help") ? Wish.HELP : Wish.NOTHING;
        }

        @Override
        public boolean hasLink(String text) {
            return text.contains("https:");
        }

        @Override
        public ZoneId zoneOf(String recipient) {
            return ZoneId.of(recipient.startsWith("+49") ? "Europe/Berlin" : "America/New_York");
        }
    };

    private final PoolAudit audit;
    private final Map<String, OutboundRequest> asked = new HashMap<>();
    private final Map<String, Long> arrivals = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private Terms terms = Terms.DEFAULT;
    private Instant now = NOON;
    private long offset = -1;

    AuditedPool() {
        this(new Scope(null, null, null, 3));
    }

    AuditedPool(Scope scope) {
        // Nothing stays in memory that can be put away: what is read back must be what it was.
        audit = new PoolAudit("default", WORDS, scope, new Keep(0, new MapArchive()));
    }

    Instant now() {
        return now;
    }

    AuditedPool passes(Duration time) {
        now = now.plus(time);
        return this;
    }

    AuditedPool hears(SpecificRecord event) {
        audit.take(event, now, ++offset);
        return this;
    }

    AuditedPool policy(String yaml) {
        terms = new Terms(yaml);
        return hears(new PolicyUpdate("default", yaml, now));
    }

    AuditedPool line(String line, LineStatus status) {
        return hears(LineUpdates.of("default", line, "server-" + line, status, null, now, null));
    }

    AuditedPool writes(String who, String line, String text) {
        return hears(new ConversationEvent(
                "e" + offset, "default", line, who, ConversationKind.INBOUND_MESSAGE, now, text, null));
    }

    AuditedPool said(String who, String line, ConversationKind kind, String requestId) {
        return hears(new ConversationEvent("e" + offset, "default", line, who, kind, now, null, requestId));
    }

    AuditedPool asks(String id, String who) {
        return asks(id, who, request -> {});
    }

    /** A request with a consent, for a line to be chosen. */
    AuditedPool asks(String id, String who, Consumer<OutboundRequest> how) {
        OutboundRequest request = new OutboundRequest();
        request.setRequestId(id);
        request.setPool("default");
        request.setRecipient(who);
        request.setText("Ready?");
        request.setAttachments(List.of());
        request.setPriority(Priority.NORMAL);
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setCreatedAt(now);
        request.setConsent(new Consent("form", null));
        request.setLabels(Map.of());
        how.accept(request);
        hears(request);
        asked.put(id, request);
        arrivals.putIfAbsent(id, offset);
        return this;
    }

    /** An operator suspends a campaign, or with null the whole pool; null as the end is until it is resumed. */
    AuditedPool suspends(String campaign, Instant until) {
        return hears(order(campaign, until, false));
    }

    AuditedPool resumes(String campaign) {
        return hears(order(campaign, null, true));
    }

    private Command order(String campaign, Instant until, boolean ends) {
        String key = campaign == null ? null : "campaign";
        return new Command(
                "default",
                CommandKind.RELEASE,
                null,
                null,
                now,
                null,
                new Suspension(key, campaign, until, null, ends));
    }

    static Consumer<OutboundRequest> of(String campaign) {
        return request -> request.setLabels(Map.of("campaign", campaign));
    }

    static Consumer<OutboundRequest> withMedia() {
        return request -> request.setAttachments(List.of(new Attachment("https://files/1", "image/png")));
    }

    AuditedPool sends(String id, String line) {
        return decides(id, Outcome.APPROVED, line, null, decision -> {});
    }

    AuditedPool defers(String id, String line, Instant until) {
        return decides(id, Outcome.DEFERRED, line, until, decision -> decision.setBindingCode("LINE_BURST"));
    }

    AuditedPool rejects(String id, String code) {
        return decides(id, Outcome.REJECTED, null, null, decision -> decision.setBindingCode(code));
    }

    /** Asked for and sent at once. */
    AuditedPool sent(String id, String who, String line) {
        return asks(id, who).sends(id, line);
    }

    AuditedPool decides(String id, Outcome outcome, String line, Instant until, Consumer<Decision> how) {
        Decision decision = new Decision();
        int attempt = attempts.merge(id, 1, Integer::sum);
        decision.setDecisionId(id + "#" + attempt);
        decision.setRequest(asked.get(id));
        decision.setOutcome(outcome);
        decision.setLine(line);
        decision.setServer(line == null ? null : "server-" + line);
        decision.setFindings(List.of());
        decision.setNotBefore(until);
        decision.setAttempt(attempt);
        decision.setDecidedAt(now);
        decision.setPolicyVersion("default");
        decision.setPolicyHash(terms.hash);
        decision.setJournalPartition(0);
        decision.setJournalOffset(offset);
        how.accept(decision);
        audit.take(decision);
        return this;
    }

    /** The report when all that was heard has been decided. */
    PoolReport report() {
        return audit.report(offset + 1, now);
    }
}
