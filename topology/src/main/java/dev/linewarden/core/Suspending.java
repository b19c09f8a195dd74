package dev.linewarden.core;

import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Draft;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Suspensions;
import dev.linewarden.core.state.WaitingList;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Suspends a pool or a label of it, and resumes it: what is promised for a time at which it may not be sent any more is planned anew at
 * once, and so is what waits for a suspension that ends before its time. One that ends at its time moves nothing: what it held has
 * its places behind it.
 */
final class Suspending {

    private final Input input;
    private final Draft draft;
    private final Instant now;

    Suspending(Input input) {
        this.input = input;
        this.draft = input.draft();
        this.now = input.now();
    }

    /** Carries the order out; to end what is not suspended is nothing, and so is an end that has passed. */
    void obey(SuspensionOrder order) {
        Suspensions before = draft.suspensions(order.pool());
        Suspension asked = new Suspension(order.labelKey(), order.labelValue(), order.until(), order.reason(), now);
        Suspension next = order.ends() || !asked.isInForce(now) ? null : asked;
        Suspension old = before.of(asked.scope(), now);
        if (old == null && next == null) {
            return;
        }
        Suspensions after = before.with(asked.scope(), next, now);
        draft.set(after.table(), after.key(), after.all().isEmpty() ? null : after);
        if (old != null && endsEarlier(old, next)) {
            resume(asked.scope());
        }
        if (next != null && (old == null || next.outlasts(old))) {
            draft.put(Release.ofSuspended(order.pool(), now, input.position().offset()));
        }
    }

    private static boolean endsEarlier(Suspension old, @Nullable Suspension next) {
        return next == null || old.outlasts(next);
    }

    private void resume(String scope) {
        String cause = Deferral.awaitingResume(scope);
        if (new WaitingList(draft).isAwaited(input.pool(), cause)) {
            draft.put(Release.of(input.pool(), cause, now, input.position().offset()));
        }
    }
}
