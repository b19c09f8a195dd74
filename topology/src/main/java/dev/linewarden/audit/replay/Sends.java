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

/** The recorded sends of a partition, the latest to each recipient and those of each line's last hour, and what followed them. */
final class Sends {

    private static final Duration HOUR = Duration.ofHours(1);

    private final OutcomeScore score;
    private final Map<String, Sent> latest = new HashMap<>();
    private final Map<String, Deque<Sent>> ofLine = new HashMap<>();

    Sends(OutcomeScore score) {
        this.score = score;
    }

    /** A recorded approval. */
    void sent(Decision approval, Sent sent) {
        String pool = approval.request().pool();
        latest.put(Keys.of(pool, approval.request().recipient()), sent);
        Deque<Sent> hour =
                ofLine.computeIfAbsent(Keys.of(pool, String.valueOf(approval.line())), none -> new ArrayDeque<>());
        hour.addLast(sent);
        forget(hour, sent.at());
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
        Sent sent = latest.get(Keys.of(conversation.pool(), conversation.recipient()));
        if (sent == null) {
            return;
        }
        if (changes.stream().anyMatch(Sends::isOptOut)) {
            score.optOut(sent.isHeld());
        } else if (conversation.kind() == ConversationEvent.Kind.INBOUND_MESSAGE) {
            score.reply(sent.isHeld());
        }
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
