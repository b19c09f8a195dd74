package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Somebody who does not answer is not hammered: an opener and a few follow-ups, days apart. Inside an active conversation
 * only a monologue is stopped.
 */
final class FollowUpRule implements CountingRule {

    private static final String NAME = "follow-ups";
    private static final Finding ASKED_FOR = AskedFor.passes(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private Finding find(Case c) {
        if (c.isAskedFor()) {
            return ASKED_FOR;
        }
        return c.isActive() ? monologue(c) : outside(c);
    }

    /** How many turns before this one went unanswered; 0 inside an active conversation. */
    static int unanswered(Case c) {
        if (c.isActive()) {
            return 0;
        }
        FollowUps sent = c.followUps();
        Policy.FollowUps policy = c.policy().followUps();
        int all = sent.unanswered();
        return sent.joinsTurn(c.at(), policy.turnWindow(), policy.turnMessages()) ? all - 1 : all;
    }

    private Finding monologue(Case c) {
        int limit = c.policy().followUps().monologue();
        int sent = c.followUps().inARow();
        int booked = bookedInside(c);
        int inARow = sent + booked + 1;
        return inARow > limit
                ? Finding.reject(
                                NAME,
                                Code.MONOLOGUE,
                                "too many messages in a row without an answer (" + sentAndBooked(sent, booked)
                                        + "): a runaway agent?")
                        .measured(inARow, limit)
                : Finding.pass(NAME, inARow, limit);
    }

    private static String sentAndBooked(int sent, int booked) {
        return sent + " sent, " + booked + " booked";
    }

    private static int bookedInside(Case c) {
        Instant end = c.activeUntil();
        int count = 0;
        for (FollowUps.Expected booked : c.followUps().booked()) {
            boolean inside = end != null && booked.at().isBefore(end);
            if (inside && c.precedence().respects(booked.precedence())) {
                count++;
            }
        }
        return count;
    }

    private Finding outside(Case c) {
        Policy.FollowUps policy = c.policy().followUps();
        int limit = 1 + policy.max();
        Turns turns = Turns.of(c.followUps(), policy, c.activeUntil(), c.precedence());
        Turns.Place place = turns.at(c.at());
        if (place.isFree(limit)) {
            return Finding.pass(NAME, place.others(), limit);
        }
        Instant next = turns.next(c.at(), limit);
        if (next == null) {
            return Finding.reject(
                            NAME,
                            Code.FOLLOW_UP_LIMIT,
                            "the recipient has not answered (turns: " + sentAndBooked(place.sent(), place.booked())
                                    + "); wait until it writes")
                    .measured(place.others(), limit);
        }
        Duration near = place.nearest();
        return Finding.deferUntil(
                        NAME, Code.FOLLOW_UP_SPACING, next, "another turn is too near, and nobody has answered it")
                .measured(near == null ? Duration.between(c.at(), next) : near, policy.spacing());
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line != null) {
            changes.add(new StateChange.RecipientSend(
                    c.request().recipient(), line.line(), c.request().requestId(), c.isActive()));
        }
    }
}
