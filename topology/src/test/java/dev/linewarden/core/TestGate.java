package dev.linewarden.core;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.simulate.EventTime;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A gate on maps with hands: what a test of the core does and sees, without a broker and without files. */
final class TestGate implements EventTime {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    /** Nothing but what a test turns on gets in the way. */
    static final String FREE = """
            consent: {required: false}
            quiet-hours: {mode: off}
            first-message: {question: off}
            follow-ups: {mode: off}
            dialogue: {mode: off}
            assignment: {mode: off}
            """;

    final List<Decision> decisions = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    final MemoryRows rows = new MemoryRows();
    private final Gatekeeper gatekeeper;
    Gate gate;
    private long offset;
    private int events;
    Instant now = NOON;

    TestGate() {
        this(new LibraryFacts());
    }

    TestGate(RecipientFacts facts) {
        this(new Gatekeeper(facts));
    }

    TestGate(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
        this.gate = start();
    }

    private Gate start() {
        return new Gate(
                rows,
                gatekeeper,
                new PolicyYaml(),
                Door.onto(rows, new Output() {
                    @Override
                    public void decided(Decision decision) {
                        decisions.add(decision);
                    }

                    @Override
                    public void alerted(Alert alert) {
                        alerts.add(alert);
                    }
                }),
                3,
                "test");
    }

    /** Another gate goes on from what this one remembers. */
    void restart() {
        gate = start();
    }

    TestGate policy(String yaml) {
        return take(new PolicyUpdate("default", yaml, now));
    }

    TestGate line(String line, String server, Status status) {
        return take(new LineUpdate("default", line, server, status, null, now, null));
    }

    TestGate lines(String... lines) {
        for (String line : lines) {
            line(line, "server-1", Status.ACTIVE);
        }
        return this;
    }

    TestGate hear(String name, String line, String text) {
        return conversation(ConversationEvent.Kind.INBOUND_MESSAGE, name, line, text, null);
    }

    TestGate conversation(ConversationEvent.Kind kind, String name, String line, String text, String requestId) {
        return take(new ConversationEvent(
                "e" + events++, "default", line, name + "@example.com", kind, now, text, requestId));
    }

    TestGate command(Command.Kind kind, String requestId, String recipient) {
        return take(new Command("default", kind, requestId, recipient, now));
    }

    /** Asks, and answers the decision that came of it at once. */
    Decision ask(OutboundRequest request) {
        int before = decisions.size();
        take(request);
        return decisions.get(before);
    }

    Decision ask(String id, String name) {
        return ask(request(id, name));
    }

    OutboundRequest request(String id, String name) {
        return request(id, name, null, Priority.NORMAL, null);
    }

    OutboundRequest request(String id, String name, String line, Priority priority, Instant notBefore) {
        return request(id, name, line, priority, Purpose.CONVERSATIONAL, notBefore);
    }

    OutboundRequest request(
            String id, String name, String line, Priority priority, Purpose purpose, Instant notBefore) {
        return new RequestBuilder(id, "default", name + "@example.com", "Ready?", now)
                .line(line)
                .priority(priority)
                .purpose(purpose)
                .notBefore(notBefore)
                .build();
    }

    TestGate take(Event event) {
        gate.process(event, offset++, now, now);
        wake(now);
        return this;
    }

    TestGate wait(Duration time) {
        return until(now.plus(time));
    }

    /** Lets time pass, judging what falls due at its own time. */
    TestGate until(Instant end) {
        passUntil(end);
        now = end;
        return this;
    }

    @Override
    public Instant nextDue() {
        return gate.nextDue();
    }

    @Override
    public void wake(Instant time) {
        gate.drain(time, Integer.MAX_VALUE);
    }

    /** What waits, in the order in which it falls due. */
    List<Row> waiting() {
        return rows.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE);
    }

    Decision last() {
        return decisions.get(decisions.size() - 1);
    }

    /** The ids that were approved, in order. */
    List<String> approved() {
        return decisions.stream()
                .filter(decision -> decision.outcome() == Outcome.APPROVED)
                .map(decision -> decision.request().requestId())
                .toList();
    }

    static Finding finding(Decision decision, String rule) {
        return decision.findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }
}
