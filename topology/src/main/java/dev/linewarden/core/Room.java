package dev.linewarden.core;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.LineChoice;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Precedence;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What would have made room for a request whose earliest time lies past its deadline: more lines, when a line on which nothing
 * is sent or booked could send it in time, or a later deadline. Asked of the rules themselves, and only for what is refused.
 */
final class Room {

    /** What a line more can end; how long a line stays silent depends on whose turn it is, and on who answers. */
    private static final Set<Code> OF_LINES = EnumSet.of(Code.POOL_AT_CAPACITY, Code.LINE_BURST);

    // A pool's lines are booked alike, in turn: of more of them than this the rest is taken to be as these are.
    private static final int MOST_LINES_COUNTED = 20;

    private final Gatekeeper gatekeeper;
    private final Case c;
    private final Instant deadline;

    /**
     * @param c the request as it came, now
     */
    Room(Gatekeeper gatekeeper, Case c) {
        this.gatekeeper = gatekeeper;
        this.c = c;
        this.deadline = c.deadline();
    }

    /**
     * What would do, in words.
     *
     * @param until the earliest time at which the request could be sent
     * @param met every code that stood in its way until then
     */
    String until(Instant until, Set<Code> met) {
        int lines = moreLines(met);
        String later = later(until) + (met.contains(Code.SUSPENDED) ? ", or an earlier end of the suspension" : "");
        if (lines == 0) {
            return later + " would do";
        }
        return (lines == 1 ? "1 more line" : "about " + lines + " more lines") + ", or " + later + ", would do";
    }

    /** How many more lines would do; 0 when lines would not help. */
    private int moreLines(Set<Code> met) {
        How how = c.choice().how();
        boolean isOfLines = (how == How.ASSIGNED || how == How.NONE)
                && met.stream().anyMatch(OF_LINES::contains)
                && !met.contains(Code.NO_DIALOGUE);
        if (!isOfLines) {
            return 0;
        }
        FreshLine fresh = new FreshLine(c.state(), c.request().pool(), c.now());
        // As if it were booked there: a line that was assigned would be chosen anew at every time.
        Instant first = gatekeeper.earliest(c.in(fresh).routed(new LineChoice(How.BOOKED, fresh.line(), null)));
        if (first == null || first.isAfter(deadline)) {
            return 0;
        }
        // What waits for capacity goes to a new line first, in order of due time.
        long ahead = met.contains(Code.POOL_AT_CAPACITY) ? bookedPastDeadline() : 0;
        long each = Math.max(1, takenBy(first));
        return (int) Math.min(Integer.MAX_VALUE, Math.floorDiv(ahead, each) + 1);
    }

    /** New conversations that are booked on days after the deadline's, and would be brought forward. */
    private long bookedPastDeadline() {
        Precedence viewer = c.precedence();
        long lastDay = dayOf(deadline);
        int active = 0;
        int counted = 0;
        long booked = 0;
        for (Line line : c.state().lines(c.request().pool())) {
            active += line.isActive() ? 1 : 0;
            if (line.isActive() && counted < MOST_LINES_COUNTED) {
                booked += bookedAfter(line, lastDay, viewer);
                counted++;
            }
        }
        return counted == 0 ? 0 : booked * active / counted;
    }

    private int bookedAfter(Line line, long lastDay, Precedence viewer) {
        int booked = 0;
        for (LineActivity.Day day :
                c.state().lineActivity(line.pool(), line.line()).days()) {
            booked += day.epochDay() > lastDay ? day.booked().seenBy(viewer) : 0;
        }
        return booked;
    }

    /** How many new conversations one more line could open from then to the deadline. */
    private long takenBy(Instant first) {
        Policy policy = c.policy();
        long most = Long.MAX_VALUE;
        if (policy.modeOf("new-conversations") == Mode.ENFORCE) {
            most = 0;
            long today = dayOf(c.now());
            for (long day = dayOf(first); day <= dayOf(deadline); day++) {
                most += policy.newConversations().limitOnDay(day - today + 1);
            }
        }
        if (policy.modeOf("burst") == Mode.ENFORCE) {
            most = Math.min(most, 1 + Duration.between(first, deadline).toMillis() / apart(policy.burst()));
        }
        Integer users = policy.assignment().maxUsersPerLine();
        return users == null ? most : Math.min(most, users);
    }

    /** Milliseconds between two outreach sends of a line, as they come in the long run. */
    private static long apart(Policy.Burst policy) {
        long gap = policy.minGap().plus(policy.jitter().dividedBy(2)).toMillis();
        return Math.max(1, Math.max(gap, policy.window().toMillis() / policy.maxOutreach()));
    }

    private long dayOf(Instant time) {
        return Case.dayOf(time, c.policy().newConversations().zone());
    }

    /** The deadline that would do: the request's own, the policy's, or both. */
    private String later(Instant until) {
        OutboundRequest request = c.request();
        Instant expires = request.expiresAt();
        Duration wait = Duration.between(Case.waitsFrom(request), until);
        String byRequest = expires != null && until.isAfter(expires) ? "expires_at " + until : null;
        String byPolicy =
                wait.compareTo(c.policy().deferral().maxWait()) > 0 ? "deferral.max-wait " + rough(wait) : null;
        if (byRequest == null) {
            return byPolicy == null ? "a later deadline" : byPolicy;
        }
        return byPolicy == null ? byRequest : byRequest + " with " + byPolicy;
    }

    /** As a policy spells it, rounded up. */
    private static String rough(Duration wait) {
        long minutes = wait.plusMinutes(1).minusMillis(1).toMinutes();
        return minutes < 120 ? minutes + "m" : (minutes + 59) / 60 + "h";
    }
}
