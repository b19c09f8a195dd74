package dev.linewarden.audit.replay;

import dev.linewarden.audit.replay.Fate.Sent;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded sends of a partition, the latest to each recipient and those of each line's last hour, and what followed them. Most
 * are sent on both sides: of the latest those alone are kept that would be held.
 */
final class Sends {

    private static final Duration HOUR = Duration.ofHours(1);

    private final OutcomeScore score;
    private final TextSet recipients = new TextSet();
    private final Map<String, Sent> held = new HashMap<>();
    // What was sent in this step, on the recorded side: the other may yet follow.
    private final Map<String, Sent> fresh = new HashMap<>();
    private final Map<String, Deque<Sent>> ofLine = new HashMap<>();

    Sends(OutcomeScore score) {
        this.score = score;
    }

    /** A recorded approval. */
    void sent(Decision approval, Sent sent) {
        String pool = approval.request().pool();
        String recipient = Keys.of(pool, approval.request().recipient());
        recipients.add(recipient);
        fresh.put(recipient, sent);
        Deque<Sent> hour =
                ofLine.computeIfAbsent(Keys.of(pool, String.valueOf(approval.line())), none -> new ArrayDeque<>());
        hour.addLast(sent);
        forget(hour, sent.at());
    }

    /** Both sides have taken a step. */
    void settle() {
        fresh.forEach((recipient, sent) -> {
            if (sent.isHeld()) {
                held.put(recipient, sent);
            } else {
                held.remove(recipient);
            }
        });
        fresh.clear();
    }

    private static void forget(Deque<Sent> hour, Instant now) {
        Instant from = now.minus(HOUR);
        while (!hour.isEmpty() && hour.getFirst().at().isBefore(from)) {
            hour.removeFirst();
        }
    }

    /** What a recorded entry told, by what it changed. */
    void heard(Event event, Instant at, List<Step.Change> changes) {
        if (event instanceof ConversationEvent conversation) {
            score.reported();
            heard(conversation, changes);
        }
        for (Step.Change change : changes) {
            if (change.row() instanceof Line line
                    && line.status() == Status.FLAGGED
                    && !(change.before() instanceof Line before && before.status() == Status.FLAGGED)) {
                score.reported();
                flagged(line, at);
            }
        }
    }

    private void heard(ConversationEvent conversation, List<Step.Change> changes) {
        String recipient = Keys.of(conversation.pool(), conversation.recipient());
        if (!recipients.contains(recipient)) {
            return;
        }
        if (changes.stream().anyMatch(Sends::isOptOut)) {
            score.optOut(isHeld(recipient));
        } else if (conversation.kind() == ConversationEvent.Kind.INBOUND_MESSAGE) {
            score.reply(isHeld(recipient));
        }
    }

    private boolean isHeld(String recipient) {
        Sent sent = held.get(recipient);
        if (sent != null && !sent.isHeld()) {
            held.remove(recipient);
        }
        return sent != null && sent.isHeld();
    }

    private static boolean isOptOut(Step.Change change) {
        return change.row() instanceof Recipient now
                && now.consent() == Recipient.Consent.OPTED_OUT
                && !(change.before() instanceof Recipient before && before.consent() == Recipient.Consent.OPTED_OUT);
    }

    private void flagged(Line line, Instant at) {
        Deque<Sent> hour = ofLine.getOrDefault(Keys.of(line.pool(), line.line()), new ArrayDeque<>());
        forget(hour, at);
        score.flag(hour.size(), hour.stream().filter(Sent::isHeld).count());
    }
}
