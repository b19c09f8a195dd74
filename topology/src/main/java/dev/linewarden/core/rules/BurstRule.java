package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line sends only so many messages in any interval of the window, and outreach fewer and with gaps. Outreach that has
 * to wait books the line's next free slot, so a backlog drains one slot at a time.
 */
public final class BurstRule implements CountingRule {

    public static final String NAME = "burst";

    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        Line line = c.line();
        if (line == null) {
            return PASSES;
        }
        Policy.Burst policy = c.policy().burst();
        SlotSearch slots = search(c, line);
        Instant free = freeSlot(c, line, slots);
        int sent = slots.sendsBefore(c.at(), c.isOutreach());
        int limit = c.isOutreach() ? policy.maxOutreach() : policy.max();
        Rate most = new Rate(limit, policy.window());
        if (!free.isAfter(c.at())) {
            return Finding.pass(NAME, sent, most);
        }
        String detail = c.isOutreach() ? "waits for the line's next free slot" : "the line has sent too much at once";
        return Finding.deferUntil(NAME, Code.LINE_BURST, free, detail).measured(sent, most);
    }

    private record Rate(int limit, Duration window) {

        @Override
        public String toString() {
            return limit + " in " + window;
        }
    }

    private static SlotSearch search(Case c, Line line) {
        return new SlotSearch(c.state(), line, c.policy().burst(), c.precedence());
    }

    private static Instant freeSlot(Case c, Line line, SlotSearch slots) {
        if (!c.isOutreach()) {
            return reply(c, line, slots);
        }
        return outreach(c, line, slots, jitter(c.request(), c.policy().burst())).slot();
    }

    private static Instant reply(Case c, Line line, SlotSearch slots) {
        Instant free = slots.forReply(c.board().floor(c, line));
        c.board().learn(c, line, free);
        return free;
    }

    /** It is the time with no jitter that is remembered: that of one request says nothing about the next. */
    private static SlotSearch.Slots outreach(Case c, Line line, SlotSearch slots, Duration jitter) {
        SlotSearch.Slots found = slots.forOutreach(c.board().floor(c, line), jitter, own(c, line));
        c.board().learn(c, line, found.earliest());
        return found;
    }

    private static @Nullable Instant own(Case c, Line line) {
        Booking own = c.ownBooking();
        return own != null && own.line().equals(line.line()) ? own.at() : null;
    }

    /** The first time at which the line could send one more of the kind, with no jitter. */
    static Instant firstFree(Case c, Line line) {
        SlotSearch slots = search(c, line);
        return c.isOutreach() ? outreach(c, line, slots, Duration.ZERO).earliest() : reply(c, line, slots);
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
    public Window window(Policy policy, Instant at) {
        return Window.before(at, policy.burst().window());
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line != null) {
            changes.add(new StateChange.LineSend(line.line(), Traits.of(c)));
        }
    }
}
