package dev.linewarden.audit.replay;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Step;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded sends of a partition, the latest to each recipient and those of each line's last hour, and what followed them. Most
 * are sent on both sides: of the latest those alone are kept that would be held. Not thread-safe.
 */
final class Sends {

    private final OutcomeScore score;
    private final TextSet recipients;
    // By recipient the latest send that would not have been made so far, by its number.
    private final Keep.Kind<Long> held;
    // What was sent in this step, on the recorded side: the other may yet follow.
    private final List<Fate> fresh = new ArrayList<>();
    private final Map<String, SentHour> ofLine = new HashMap<>();

    private static final class NumberFormat implements Keep.Format<Long> {
        @Override
        public void write(Long number, DataOutputStream out) throws IOException {
            out.writeLong(number);
        }

        @Override
        public Long read(String recipient, DataInputStream in) throws IOException {
            return in.readLong();
        }
    }

    /** @param recipients to whom anything was sent, those of this step among them */
    Sends(OutcomeScore score, TextSet recipients, Keep keep) {
        this.score = score;
        this.recipients = recipients;
        this.held = keep.kind(new NumberFormat());
    }

    /** The request was sent on the recorded side. */
    void sent(Fate fate) {
        fresh.add(fate);
    }

    /** The other side has sent it, perhaps as the recorded one did, perhaps long after. */
    void followed(Fate fate) {
        if (!fate.isCountedHeld) {
            return;
        }
        fate.isCountedHeld = false;
        Long latest = held.get(recipient(fate));
        if (latest != null && latest == fate.number) {
            held.remove(recipient(fate));
        }
        SentHour hour = ofLine.get(line(fate));
        if (hour != null) {
            hour.released(fate.recordedLast().decidedAt());
        }
    }

    /** Both sides have taken a step. */
    void settle() {
        for (Fate fate : fresh) {
            fate.isCountedHeld = fate.isHeld();
            if (fate.isCountedHeld) {
                held.put(recipient(fate), fate.number);
            } else {
                held.remove(recipient(fate));
            }
            ofLine.computeIfAbsent(line(fate), none -> new SentHour())
                    .sent(fate.recordedLast().decidedAt(), fate.isCountedHeld);
        }
        fresh.clear();
    }

    private static String recipient(Fate fate) {
        return Keys.of(fate.pool, fate.recipient);
    }

    private static String line(Fate fate) {
        return Keys.of(fate.pool, String.valueOf(fate.recordedLast().line()));
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
            score.optOut(held.get(recipient) != null);
        } else if (conversation.kind() == ConversationEvent.Kind.INBOUND_MESSAGE) {
            score.reply(held.get(recipient) != null);
        }
    }

    private static boolean isOptOut(Step.Change change) {
        return change.row() instanceof Recipient now
                && now.consent() == Recipient.Consent.OPTED_OUT
                && !(change.before() instanceof Recipient before && before.consent() == Recipient.Consent.OPTED_OUT);
    }

    private void flagged(Line line, Instant at) {
        SentHour hour = ofLine.computeIfAbsent(Keys.of(line.pool(), line.line()), none -> new SentHour());
        hour.forget(at);
        score.flag(hour.sends(), hour.held());
    }
}
