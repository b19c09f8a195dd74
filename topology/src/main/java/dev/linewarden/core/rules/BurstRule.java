package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line sends only so many messages in any interval of the window, and outreach fewer and with gaps. Outreach that has
 * to wait reserves the line's next free slot, so that a backlog drains one slot at a time and is judged once each.
 */
public final class BurstRule implements Rule {

    public static final String NAME = "burst";

    /**
     * A wake-up that finds its slot this little too early keeps its place: the send before it was approved a moment late.
     * Below the default min-gap, so that a request which lost its slot to a higher priority is not taken for a late one.
     */
    private static final Duration DRIFT = Duration.ofSeconds(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> judge(Case c) {
        Line line = c.line();
        if (line == null) {
            return List.of(Finding.pass(NAME));
        }
        Policy.Burst policy = c.policy().burst();
        SlotSearch slots = search(c, line);
        Instant free = freeSlot(c, line, slots);
        int sent = slots.sendsBefore(c.at(), c.isOutreach());
        int limit = c.isOutreach() ? policy.maxOutreach() : policy.max();
        String limitText = limit + " in " + policy.window();
        if (!free.isAfter(c.at())) {
            return List.of(Finding.pass(NAME, sent, limitText));
        }
        String detail = c.isOutreach() ? "waits for the line's next free slot" : "the line has sent too much at once";
        return List.of(Finding.deferUntil(NAME, Code.LINE_BURST, free, detail).measured(sent, limitText));
    }

    private static SlotSearch search(Case c, Line line) {
        return new SlotSearch(c.state(), line, c.policy().burst());
    }

    private static Instant freeSlot(Case c, Line line, SlotSearch slots) {
        Instant own = ownSlot(c, line);
        if (own != null) {
            Instant inPlace = c.isOutreach()
                    ? slots.outreachInPlace(c.at(), c.request().priority(), own)
                    : slots.replyInPlace(c.at(), own);
            if (!inPlace.isAfter(c.now().plus(DRIFT))) {
                return inPlace;
            }
        }
        return c.isOutreach()
                ? slots.forOutreach(
                        c.at(),
                        c.request().priority(),
                        jitter(c.request(), c.policy().burst()))
                : slots.forReply(c.at());
    }

    /** The earliest time at which the line could open a conversation, were this request assigned to it. */
    static Instant firstFree(Case c, Line line) {
        return freeSlot(c, line, search(c, line));
    }

    private static @Nullable Instant ownSlot(Case c, Line line) {
        Deferral waiting = c.waiting();
        return waiting != null && line.line().equals(c.heldLine()) ? waiting.slot() : null;
    }

    /** Whether a wait for {@code slot} is still the old one, ending a moment later than was promised. */
    public static boolean isDrift(Case c, Instant slot) {
        Line line = c.line();
        Deferral waiting = c.waiting();
        return line != null
                && waiting != null
                && ownSlot(c, line) != null
                && !slot.isAfter(waiting.promised().plus(DRIFT));
    }

    /** Up to the policy's jitter, by a hash: the same in a replay. */
    private static Duration jitter(OutboundRequest request, Policy.Burst policy) {
        long span = policy.jitter().toMillis() + 1;
        long hash = 31L * request.pool().hashCode() + request.requestId().hashCode();
        // Finaliser of splitmix64: neighbouring ids get unrelated jitter.
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return Duration.ofMillis(Math.floorMod(hash ^ (hash >>> 31), span));
    }

    @Override
    public List<StateChange> onApproval(Case c) {
        Line line = c.line();
        return line == null ? List.of() : List.of(new StateChange.LineSend(line.line(), Traits.of(c)));
    }
}
