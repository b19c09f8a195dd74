package dev.linewarden.core.rules;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Precedence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one recipient: where one more message would go, among those that were sent and those that are booked.
 *
 * <p>A turn is some messages close together, which count as one follow-up. Messages are put into turns in order of time, as it
 * will be when they are sent: each joins the turn before it if that still takes one, and else begins a turn. The message that is
 * planned is put in at its own time and what is booked after it falls into place behind it. So a booking finds its turn again,
 * whichever message of that turn is sent first.
 *
 * <p>The answer is what is sent inside the active conversation. It is one turn, however many messages it has. It lies at its last
 * message, and nothing joins it.
 */
final class Turns {

    private final Policy.FollowUps policy;
    private final List<Turn> begun = new ArrayList<>(2);
    private final List<Instant> booked = new ArrayList<>();

    /**
     * @param weight how many turns it stands for: of those that were sent only the latest is known
     * @param isOpen whether a message may join it
     * @param isBegun whether its first message was sent, as against booked
     */
    private record Turn(Instant start, Instant last, int messages, int weight, boolean isOpen, boolean isBegun) {

        static Turn of(Instant start) {
            return new Turn(start, start, 1, 1, true, false);
        }

        Turn joinedBy(Instant at) {
            return new Turn(start, at, messages + 1, weight, isOpen, isBegun);
        }
    }

    private Turns(Policy.FollowUps policy) {
        this.policy = policy;
    }

    /**
     * @param activeUntil when the active conversation ends; null when the recipient never wrote
     * @param viewer whose message is planned: bookings that it respects count
     */
    static Turns of(FollowUps sent, Policy.FollowUps policy, @Nullable Instant activeUntil, Precedence viewer) {
        Instant answer = sent.answeredAt();
        Turns turns = new Turns(policy);
        for (FollowUps.Expected expected : sent.booked()) {
            if (viewer.respects(expected.precedence())) {
                if (activeUntil != null && expected.at().isBefore(activeUntil)) {
                    answer = expected.at();
                } else {
                    turns.booked.add(expected.at());
                }
            }
        }
        if (answer != null) {
            turns.begun.add(new Turn(answer, answer, 1, 1, false, true));
        }
        Instant start = sent.turnStart();
        if (start != null) {
            Instant last = sent.lastSend() == null ? start : sent.lastSend();
            turns.begun.add(new Turn(start, last, sent.inTurn(), sent.turns(), true, true));
        }
        return turns;
    }

    /**
     * The place of a message.
     *
     * @param joins whether it goes into a turn that was begun before, in which there is still a place
     * @param others how many other turns stand around it, with no silence in between that begins the count anew
     * @param sent how many of the turns around it were begun before, as against booked
     * @param booked how many of the others are only booked
     * @param endsSilence whether it joins so late that what is booked behind it no longer begins the count anew
     * @param nearest how far the nearest other turn lies, if that is nearer than the spacing; null when none is
     */
    record Place(
            boolean joins,
            int others,
            int sent,
            int booked,
            boolean endsSilence,
            @Nullable Duration nearest) {

        /** The place of a message to somebody to whom nothing was sent lately and nothing is booked. */
        static final Place ALONE = new Place(false, 0, 0, 0, false, null);

        /** Whether a message may go there, when so many turns are allowed. */
        boolean isFree(int limit) {
            return (joins && !endsSilence) || (others < limit && nearest == null);
        }
    }

    /** The place of a message at {@code at}. */
    Place at(Instant at) {
        if (begun.isEmpty() && booked.isEmpty()) {
            return Place.ALONE;
        }
        List<Turn> without = new ArrayList<>(begun);
        booked.forEach(next -> put(without, next));
        List<Turn> all = new ArrayList<>(begun);
        int own = -1;
        for (Instant next : booked) {
            if (own < 0 && next.isAfter(at)) {
                own = put(all, at);
            }
            put(all, next);
        }
        own = own < 0 ? put(all, at) : own;
        Turn turn = all.get(own);
        // Where the turn holds no more than without it, it took a place in it, and who booked that is left out.
        boolean joins = turn.isBegun() && turn.messages() > without.get(own).messages();
        int first = firstAround(all, own);
        int last = lastAround(all, own);
        boolean endsSilence = joins && last > lastAround(without, own);
        int others = weight(all, first, last) - (joins && !endsSilence ? turn.weight() : 1);
        int booked = bookedBeside(all, own, first, last);
        // What takes a place in a turn that was begun stands for one turn more, and that one was sent.
        int sent = others - booked + (turn.isBegun() && !(joins && !endsSilence) ? 1 : 0);
        return new Place(joins, others, sent, booked, endsSilence, nearest(all, own, first, last));
    }

    private static int bookedBeside(List<Turn> all, int own, int first, int last) {
        int count = 0;
        for (int i = first; i <= last; i++) {
            count += i == own || all.get(i).isBegun() ? 0 : 1;
        }
        return count;
    }

    /** Puts a message behind all others, and says into which turn it falls. */
    private int put(List<Turn> all, Instant at) {
        int latest = all.size() - 1;
        if (latest >= 0 && joins(all.get(latest), at)) {
            all.set(latest, all.get(latest).joinedBy(at));
            return latest;
        }
        all.add(Turn.of(at));
        return latest + 1;
    }

    private boolean joins(Turn turn, Instant at) {
        return turn.isOpen()
                && !at.isAfter(turn.start().plus(policy.turnWindow()))
                && turn.messages() < policy.turnMessages();
    }

    private int firstAround(List<Turn> all, int own) {
        int first = own;
        while (first > 0 && !isSilence(all.get(first - 1), all.get(first))) {
            first--;
        }
        return first;
    }

    private int lastAround(List<Turn> all, int own) {
        int last = own;
        while (last < all.size() - 1 && !isSilence(all.get(last), all.get(last + 1))) {
            last++;
        }
        return last;
    }

    private static int weight(List<Turn> all, int first, int last) {
        int count = 0;
        for (int i = first; i <= last; i++) {
            count += all.get(i).weight();
        }
        return count;
    }

    private boolean isSilence(Turn before, Turn after) {
        // Between what was sent there was none: the count would have begun anew then.
        return !after.isBegun() && !after.start().isBefore(before.last().plus(policy.resetAfter()));
    }

    private @Nullable Duration nearest(List<Turn> all, int own, int first, int last) {
        Duration nearest = null;
        for (int i = first; i <= last; i++) {
            Duration distance =
                    Duration.between(all.get(i).start(), all.get(own).start()).abs();
            boolean isNear = i != own && distance.compareTo(policy.spacing()) < 0;
            if (isNear && (nearest == null || distance.compareTo(nearest) < 0)) {
                nearest = distance;
            }
        }
        return nearest;
    }

    /**
     * The first time after {@code at} at which a message could go, as a turn of its own or in one that is there.
     *
     * @param limit how many turns there may be; when they are all there, only joining is left
     * @return null when there is none
     */
    @Nullable
    Instant next(Instant at, int limit) {
        List<Instant> candidates = new ArrayList<>(booked);
        booked.forEach(start -> candidates.add(start.plus(policy.spacing())));
        begun.forEach(turn -> candidates.add(turn.start().plus(policy.spacing())));
        return candidates.stream()
                .filter(candidate -> candidate.isAfter(at))
                .sorted()
                .filter(candidate -> at(candidate).isFree(limit))
                .findFirst()
                .orElse(null);
    }
}
