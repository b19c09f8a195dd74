package dev.linewarden.audit.oracle;

import dev.linewarden.schemas.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one request finds at a later time if nothing else happens: what was sent, and what is promised to those whom it
 * respects, as if all of it had gone at its time. As slow as it is simple: it counts, and searches nothing.
 */
final class Outlook {

    private final History history;
    private final Limits limits;
    private final OutboundRequest request;
    private final String recipient;
    private final String line;
    private final String server;
    private final Instant now;
    private final int offset;
    private final int rank;
    private final ZoneId zone;
    private final @Nullable String heldLine;
    private final @Nullable Instant answered;
    private final List<Bookings.Booking> all;
    private final Bookings bookings;

    /**
     * @param line the line that would send it
     * @param now when it is judged
     * @param offset the last entry of the journal that is known
     * @param rank that of its bookings outside an active conversation
     * @param zone where its recipient sleeps
     * @param heldLine the line of the booking that it had; null for none
     */
    Outlook(
            History history,
            Bookings bookings,
            OutboundRequest request,
            String line,
            Instant now,
            int offset,
            int rank,
            ZoneId zone,
            @Nullable String heldLine) {
        this.history = history;
        this.limits = history.limits(offset);
        this.request = request;
        this.recipient = request.getRecipient();
        this.line = line;
        this.server = history.server(line, offset);
        this.now = now;
        this.offset = offset;
        this.rank = rank;
        this.zone = zone;
        this.heldLine = heldLine;
        int answer = history.lastAnswerOffset(recipient, offset);
        this.answered = answer < 0 ? null : history.at(answer);
        this.bookings = bookings;
        this.all = bookings.seenBy(Bookings.LAST);
    }

    /** How exact a question is. */
    enum Measure {
        /** The limits as they are written: what may not be promised. */
        BARE,
        /**
         * What nobody need wait for, given the longest jitter, every booking of an opener as one: no silence is waited for,
         * and nobody goes just ahead of a turn that is booked.
         */
        AMPLE
    }

    /** Which limit forbids a send at that time, in words; null when none does. */
    @Nullable
    String objection(Instant at, Measure measure) {
        if (request.getNotBefore() != null && at.isBefore(request.getNotBefore())) {
            return "lies before its not_before";
        }
        if (history.isSuspended(request, at, offset)) {
            return "is suspended";
        }
        if (limits.enforces("quiet-hours") && isNight(at)) {
            return "is at night";
        }
        if (limits.enforces("follow-ups") && isTurnTooMany(at, measure)) {
            return "is a turn too near or too many";
        }
        if (limits.enforces("server-quota") && isServerFull(at)) {
            return "is one send too many for its server";
        }
        if (limits.enforces("new-conversations") && isOpenerTooMany(at, measure)) {
            return "is one new conversation too many for its line";
        }
        if (limits.enforces("assignment") && isServerBusy(at, measure)) {
            return "is on a server that takes no new users then";
        }
        if (limits.enforces("burst") && isBurst(at, measure)) {
            return "is too much at once for its line";
        }
        if (limits.enforces("dialogue") && isSilent(at) && isNear(trickling(at), at, limits.backoff())) {
            return "is outreach of a line that nobody answers";
        }
        return limits.enforces("loop") && isLoop(at, measure) ? "is one more of a loop" : null;
    }

    /** A loop that may have been asked for one more lasts until its pause is over, however soon the window has room. */
    private boolean isLoop(Instant at, Measure measure) {
        List<Instant> messages = new ArrayList<>(history.exchange(recipient, offset));
        boolean isPaused = measure == Measure.AMPLE && isPaused(messages, at);
        seen(at).stream()
                .filter(booking -> booking.recipient().equals(recipient))
                .map(Bookings.Booking::at)
                .forEach(messages::add);
        return isPaused
                || history.isLoop(recipient, at, offset)
                || isTooMuch(messages, at, limits.loopMax(), limits.loopWindow());
    }

    private boolean isPaused(List<Instant> messages, Instant at) {
        int size = messages.size();
        boolean wasFull = false;
        for (int last = limits.loopMax() - 1; last < size; last++) {
            Instant first = messages.get(last - limits.loopMax() + 1);
            wasFull |= messages.get(last).isBefore(first.plus(limits.loopWindow()));
        }
        return wasFull && at.isBefore(messages.get(size - 1).plus(limits.loopPause()));
    }

    /** Whether it goes by this line whenever it goes: else it is another line's turn at another time. */
    boolean isBound() {
        boolean isKnown = !history.isUnknown(recipient, offset) && !history.isNewTo(line, recipient, offset);
        return request.getLine() != null || isKnown || history.isAlone(line, offset);
    }

    /** Whether the conversation that an answer opens is over before a turn would be that the answer ends. */
    boolean isTurnEndedByAnAnswer() {
        return limits.activeWindow().compareTo(limits.turnWindow()) < 0;
    }

    boolean isActive(Instant at) {
        return answered != null && at.isBefore(answered.plus(limits.activeWindow()));
    }

    /** The rank of a booking of that time. */
    int rankAt(Instant at) {
        return isActive(at) ? 0 : rank;
    }

    private List<Bookings.Booking> seen(Instant at) {
        return bookings.seenBy(rankAt(at));
    }

    private boolean isNight(Instant at) {
        boolean isReply = answered != null && !at.isAfter(answered.plus(limits.repliesWithin()));
        return !isReply && limits.isNight(at, zone);
    }

    private boolean isServerFull(Instant at) {
        return onServersDay(at) >= (isActive(at) ? limits.serverLimit() : limits.outreachLimit());
    }

    private long onServersDay(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, limits.serverZone());
        return history.serverDay(server, at, limits.serverZone(), offset)
                + seen(at).stream()
                        .filter(booking -> booking.server().equals(server)
                                && LocalDate.ofInstant(booking.at(), limits.serverZone())
                                        .equals(day))
                        .count();
    }

    private boolean isServerBusy(Instant at, Measure measure) {
        boolean isExpected = (measure == Measure.BARE && line.equals(heldLine))
                || all.stream()
                        .anyMatch(booking -> booking.recipient().equals(recipient)
                                && booking.line().equals(line));
        // Whose home line is gone is assigned anew, though others know it.
        boolean isAssigned = history.isUnknown(recipient, offset)
                || (measure == Measure.AMPLE && !history.hasHome(recipient, offset));
        return request.getLine() == null
                && !isExpected
                && isAssigned
                && onServersDay(at) >= limits.noNewUsersAt() * limits.serverLimit();
    }

    private boolean isOpenerTooMany(Instant at, Measure measure) {
        // Who is in a conversation now does not see yet what others will have opened.
        boolean sees = measure == Measure.BARE || !isActive(now);
        if (sees ? !opens(at) : !history.isNewTo(line, recipient, offset)) {
            return false;
        }
        LocalDate day = LocalDate.ofInstant(at, limits.newZone());
        long booked = seen(at).stream()
                .filter(booking -> booking.line().equals(line)
                        && booking.opens()
                        && (measure == Measure.AMPLE || isFirst(booking))
                        && LocalDate.ofInstant(booking.at(), limits.newZone()).equals(day))
                .count();
        return history.openedOn(line, day, limits.newZone()) + booked
                >= limits.newLimitOn(day, history.activated(line));
    }

    /** Whether a send at that time would be the line's first to somebody who never wrote to it. */
    boolean opens(Instant at) {
        return history.isNewTo(line, recipient, offset) && !isOpenedBefore(at);
    }

    private boolean isOpenedBefore(Instant at) {
        return seen(at).stream()
                .anyMatch(booking -> booking.opens()
                        && booking.line().equals(line)
                        && booking.recipient().equals(recipient)
                        && booking.at().isBefore(at));
    }

    /** Of bookings with the same recipient only one will open the conversation, and it is not ours. */
    private boolean isFirst(Bookings.Booking booking) {
        return !booking.recipient().equals(recipient)
                && all.stream()
                        .noneMatch(other -> !other.equals(booking)
                                && other.line().equals(booking.line())
                                && other.recipient().equals(booking.recipient())
                                && !other.at().isAfter(booking.at()));
    }

    private boolean isBurst(Instant at, Measure measure) {
        List<Instant> sends = Stream.concat(
                        history.sends().stream()
                                .filter(send -> send.line().equals(line))
                                .map(Send::at),
                        onLine(at).map(Bookings.Booking::at))
                .toList();
        boolean isFull = isTooMuch(sends, at, limits.max(), limits.window());
        if (isActive(at)) {
            return isFull;
        }
        Duration gap =
                measure == Measure.BARE ? limits.minGap() : limits.minGap().plus(limits.jitter());
        return isFull
                || isTooMuch(outreach(at), at, limits.maxOutreach(), limits.window())
                || isNear(outreach(at), at, gap);
    }

    private Stream<Bookings.Booking> onLine(Instant at) {
        return seen(at).stream().filter(booking -> booking.line().equals(line));
    }

    private List<Instant> outreach(Instant at) {
        return Stream.concat(
                        history.sends().stream()
                                .filter(send -> send.line().equals(line) && send.outreach())
                                .map(Send::at),
                        onLine(at).filter(booking -> booking.rank() > 0).map(Bookings.Booking::at))
                .toList();
    }

    /** What keeps a distance from other outreach: what is before it, and what finds the line silent. */
    private List<Instant> trickling(Instant at) {
        return outreach(at).stream()
                .filter(time -> !time.isAfter(at) || isSilent(time))
                .toList();
    }

    /** Whether some window that holds the time would hold more than the limit with it. */
    private static boolean isTooMuch(List<Instant> sends, Instant at, int limit, Duration window) {
        List<Instant> with = new ArrayList<>(sends);
        with.add(at);
        with.sort(Comparator.naturalOrder());
        for (int last = limit; last < with.size(); last++) {
            Instant first = with.get(last - limit);
            boolean holds = !first.isAfter(at) && !with.get(last).isBefore(at);
            if (holds && with.get(last).isBefore(first.plus(window))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNear(List<Instant> others, Instant at, Duration apart) {
        return others.stream()
                .anyMatch(other -> Duration.between(other, at).abs().compareTo(apart) < 0);
    }

    /** Whether hardly anybody answers the line, by what was answered so far. */
    boolean isSilent(Instant at) {
        if (isActive(at)) {
            return false;
        }
        List<Send> opened = history.sends().stream()
                .filter(send -> send.line().equals(line)
                        && send.opener()
                        && Duration.between(send.at(), at).compareTo(limits.dialogueWindow()) < 0
                        && !send.at().isAfter(at.minus(limits.grace())))
                .toList();
        long heard = opened.stream()
                .filter(opener -> history.isAnswered(opener, offset))
                .count();
        return opened.size() >= limits.minOpeners() && (double) heard / opened.size() < limits.minReplyRate();
    }

    private boolean isTurnTooMany(Instant at, Measure measure) {
        List<Instant> expected = seen(at).stream()
                .filter(booking -> booking.recipient().equals(recipient))
                .map(Bookings.Booking::at)
                .sorted()
                .toList();
        if (isActive(at)) {
            long inside = expected.stream().filter(this::isActive).count();
            return history.turns(recipient, at, offset).inARow() + inside >= limits.monologue();
        }
        // Who went just before a turn that is booked would begin it, and so move its end.
        boolean isAhead =
                expected.stream().anyMatch(time -> time.isAfter(at) && !time.isAfter(at.plus(limits.turnWindow())));
        return (isAhead && measure == Measure.AMPLE) || new Row(expected, at, measure).isTooMany();
    }

    /** The turns of the recipient in a row, each message that is expected in the turn before it if that is open. */
    private final class Row {
        private final List<Turn> turns = new ArrayList<>();
        private final int own;
        // Without it: where a turn holds no more with it, somebody who expected a place in it is left out.
        private final List<Turn> without;
        private final Measure measure;

        /**
         * @param silent whether so long a silence lay before it that the count begins anew with it
         */
        private record Turn(Instant start, Instant last, int messages, boolean isSent, boolean silent) {
            Turn joinedBy(Instant time) {
                return new Turn(start, time, messages + 1, isSent, silent);
            }
        }

        Row(List<Instant> expected, Instant at, Measure measure) {
            this.measure = measure;
            History.Turns sent = history.turns(recipient, now, offset);
            Instant start = sent.turnStart();
            Instant last = history.lastSend(recipient);
            if (start != null && last != null) {
                for (int i = 1; i < sent.turns(); i++) {
                    // Only the latest is near enough for its time to matter.
                    turns.add(new Turn(Instant.MIN, last, 0, true, false));
                }
                turns.add(new Turn(start, last, sent.inTurn(), true, false));
            }
            List<Instant> answers =
                    expected.stream().filter(Outlook.this::isActive).toList();
            if (!answers.isEmpty()) {
                answer(answers.get(answers.size() - 1));
            }
            List<Instant> after =
                    expected.stream().filter(time -> !isActive(time)).toList();
            List<Turn> begun = List.copyOf(turns);
            after.forEach(this::put);
            without = List.copyOf(turns);
            turns.clear();
            turns.addAll(begun);
            int place = -1;
            for (Instant time : after) {
                if (place < 0 && time.isAfter(at)) {
                    place = put(at);
                }
                put(time);
            }
            own = place < 0 ? put(at) : place;
        }

        /** What will be sent inside the conversation is one turn with what was. */
        private void answer(Instant last) {
            turns.clear();
            turns.add(new Turn(last, last, Integer.MAX_VALUE, true, false));
        }

        private int put(Instant time) {
            int latest = turns.size() - 1;
            Turn before = latest < 0 ? null : turns.get(latest);
            // Nobody waits for a silence to begin.
            boolean silent = measure == Measure.BARE
                    && before != null
                    && !time.isBefore(before.last().plus(limits.resetAfter()));
            boolean joins = before != null
                    && !silent
                    && !time.isAfter(before.start().plus(limits.turnWindow()))
                    && before.messages() < limits.turnMessages();
            if (before != null && joins) {
                turns.set(latest, before.joinedBy(time));
                return latest;
            }
            turns.add(new Turn(time, time, 1, false, silent));
            return latest + 1;
        }

        boolean isTooMany() {
            int first = own;
            while (first > 0 && !turns.get(first).silent()) {
                first--;
            }
            int end = own + 1;
            while (end < turns.size() && !turns.get(end).silent()) {
                end++;
            }
            Turn turn = turns.get(own);
            if (turn.isSent() && turn.messages() > without.get(own).messages()) {
                return false;
            }
            boolean isNear = false;
            for (int i = first; i < end; i++) {
                Instant start = turns.get(i).start();
                isNear |= i != own
                        && !start.equals(Instant.MIN)
                        && Duration.between(start, turn.start()).abs().compareTo(limits.spacing()) < 0;
            }
            return isNear || end - first > 1 + limits.followUps();
        }
    }
}
