package dev.linewarden.core.rules;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.StateView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a rule may look at. Sixteen rules ask the same few questions (is the conversation active, whose bookings count),
 * so each is answered once for a case. Not thread-safe.
 */
public final class Case {

    /** Days that a search for room looks ahead: longer than any wait that makes sense. */
    static final int MOST_DAYS = 400;

    private static final long SECONDS_PER_DAY = 86_400;

    private final OutboundRequest request;
    private final Instant now;
    private final Instant at;
    private final Policy policy;
    private final StateView state;
    private final RecipientFacts facts;
    private LineChoice choice;
    private final @Nullable Deferral waiting;
    private final Recipient recipient;
    private final FollowUps followUps;
    private final Board board;

    private Answer active = Answer.OPEN;
    private Answer askedFor = Answer.OPEN;
    private @Nullable Precedence precedence;

    /** To a question that every rule may ask: found out when the first does. */
    private enum Answer {
        OPEN,
        YES,
        NO;

        static Answer of(boolean is) {
            return is ? YES : NO;
        }
    }

    private Case(
            OutboundRequest request,
            Instant now,
            Instant at,
            Policy policy,
            StateView state,
            RecipientFacts facts,
            LineChoice choice,
            @Nullable Deferral waiting,
            Recipient recipient,
            FollowUps followUps,
            Board board) {
        this.request = request;
        this.now = now;
        this.at = at;
        this.policy = policy;
        this.state = state;
        this.facts = facts;
        this.choice = choice;
        this.waiting = waiting;
        this.recipient = recipient;
        this.followUps = followUps;
        this.board = board;
    }

    /**
     * A request as it stands before a line is chosen for it.
     *
     * @param waiting the wait that just ended; null on the first attempt
     */
    public static Case unrouted(
            OutboundRequest request,
            @Nullable Deferral waiting,
            Instant now,
            Policy policy,
            StateView state,
            RecipientFacts facts,
            Board board) {
        Recipient recipient = state.recipient(request.pool(), request.recipient());
        FollowUps followUps = state.followUps(request.pool(), request.recipient())
                .at(now, policy.followUps().resetAfter());
        return new Case(
                request, now, now, policy, state, facts, LineChoice.NOTHING, waiting, recipient, followUps, board);
    }

    /** The same case, asked about a later time. Whether there is a silence before that, {@link Turns} finds with what is booked. */
    public Case at(Instant later) {
        return new Case(request, now, later, policy, state, facts, choice, waiting, recipient, followUps, board);
    }

    /** This case, which has its line from now on: asked once, by whoever made it. What was answered before does not depend on the line. */
    public Case routed(LineChoice chosen) {
        choice = chosen;
        return this;
    }

    /** The same case, with another state in view. */
    public Case in(StateView other) {
        Board unknown = Board.of(other, request.pool());
        return new Case(request, now, at, policy, other, facts, choice, waiting, recipient, followUps, unknown);
    }

    public OutboundRequest request() {
        return request;
    }

    /** The time of the input. */
    public Instant now() {
        return now;
    }

    /** The time that the rules are asked about: now, or a later time at which a deferral might end. */
    public Instant at() {
        return at;
    }

    public Policy policy() {
        return policy;
    }

    public StateView state() {
        return state;
    }

    public RecipientFacts facts() {
        return facts;
    }

    /** The line that would send, and how it was chosen. */
    public LineChoice choice() {
        return choice;
    }

    /** The wait that just ended; null on the first attempt. */
    public @Nullable Deferral waiting() {
        return waiting;
    }

    /** What is known of the recipient, read once. */
    public Recipient recipient() {
        return recipient;
    }

    /** What was sent to it and is booked, as it stands now. */
    public FollowUps followUps() {
        return followUps;
    }

    /** What is known of the pool's lines. */
    Board board() {
        return board;
    }

    /** The line that would send; null when there is none. */
    public @Nullable Line line() {
        return choice.line();
    }

    /** What the request has booked, in the wait that just ended; null for nothing. */
    public @Nullable Booking ownBooking() {
        return waiting == null ? null : waiting.booking();
    }

    /** The line on which the request has booked; null for none. */
    public @Nullable String ownLine() {
        Booking own = ownBooking();
        return own == null ? null : own.line();
    }

    /** Whether the rules are asked about now, as against a possible end of the wait. */
    public boolean isNow() {
        return at.equals(now);
    }

    /** Whether the recipient has written to the pool within the active window, which is half-open. */
    public boolean isActive() {
        if (active == Answer.OPEN) {
            active = Answer.of(recipient.isActive(at, policy.followUps()));
        }
        return active == Answer.YES;
    }

    /** Whether the recipient has just asked for the message, by {@link AskedFor}. */
    boolean isAskedFor() {
        if (askedFor == Answer.OPEN) {
            askedFor = Answer.of(AskedFor.is(this));
        }
        return askedFor == Answer.YES;
    }

    /** Whether the send would be outreach: outside an active conversation, and not asked for. */
    public boolean isOutreach() {
        return !isActive() && !isAskedFor();
    }

    /** The request's own priority; in an active conversation, when asked for, or as a one-time code, it counts as HIGH. */
    public Priority urgency() {
        return isAskedFor() ? Priority.HIGH : recipient.urgencyOf(request, at, policy);
    }

    /** When the active conversation ends; null when the recipient never wrote. */
    public @Nullable Instant activeUntil() {
        Instant inbound = recipient.lastInbound();
        return inbound == null ? null : inbound.plus(policy.followUps().activeWindow());
    }

    /** Whose bookings count for it, and for whom its own does. */
    public Precedence precedence() {
        Precedence known = precedence;
        if (known == null) {
            known = isOutreach() ? Precedence.of(urgency()) : Precedence.REPLY;
            precedence = known;
        }
        return known;
    }

    /**
     * Whether a send by the line would open a conversation: its first to somebody who never wrote to it. What is booked
     * before opens it first; of what is booked for the same time nobody knows which goes first.
     */
    public boolean opens(Line by) {
        if (!recipient.isNewTo(by.line())) {
            return false;
        }
        Instant opener = isNow() ? null : bookedOpener(by);
        return opener == null || !opener.isBefore(at);
    }

    /** When the line opens a conversation with the recipient by what is booked; null when it does not. */
    @Nullable
    Instant bookedOpener(Line by) {
        for (FollowUps.Expected booked : followUps.booked()) {
            if (booked.opens()
                    && booked.line().equals(by.line())
                    && precedence().respects(booked.precedence())) {
                return booked.at();
            }
        }
        return null;
    }

    /** Whether the recipient has written since the request came. */
    public boolean hasRepliedSince() {
        return waiting != null && recipient.inbounds() > waiting.inboundsSeen();
    }

    /** The latest time at which the request may be sent. */
    public Instant deadline() {
        return deadline(request, policy);
    }

    public static Instant deadline(OutboundRequest request, Policy policy) {
        Instant latest = waitsFrom(request).plus(policy.deferral().maxWait());
        Instant expires = request.expiresAt();
        return expires != null && expires.isBefore(latest) ? expires : latest;
    }

    /** When its longest wait begins: when it came, or at the time that it names. */
    public static Instant waitsFrom(OutboundRequest request) {
        return request.notBefore() != null && request.notBefore().isAfter(request.createdAt())
                ? request.notBefore()
                : request.createdAt();
    }

    /** The calendar day of {@code time} in the zone, as an epoch day. */
    public static long dayOf(Instant time, ZoneId zone) {
        // LocalDate.ofInstant would ask: a fixed offset makes its rules anew each time it is asked for them.
        ZoneOffset offset =
                zone instanceof ZoneOffset fixed ? fixed : zone.getRules().getOffset(time);
        return Math.floorDiv(time.getEpochSecond() + offset.getTotalSeconds(), SECONDS_PER_DAY);
    }

    /** The first instant of the calendar day after the one that holds {@code time}. */
    public static Instant nextDay(Instant time, ZoneId zone) {
        return LocalDate.ofInstant(time, zone).plusDays(1).atStartOfDay(zone).toInstant();
    }
}
