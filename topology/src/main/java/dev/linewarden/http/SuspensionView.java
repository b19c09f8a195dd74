package dev.linewarden.http;

import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Suspension;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator keeps a pool from sending.
 *
 * @param label as {@code key=value}; null for all of the pool
 * @param until when it ends by itself; null when somebody says so
 */
record SuspensionView(
        @Nullable String label,
        Instant since,
        @Nullable Instant until,
        @Nullable String reason) {

    static SuspensionView of(Suspension suspension) {
        return new SuspensionView(
                suspension.labelKey() == null ? null : suspension.scope(),
                suspension.since(),
                suspension.until(),
                suspension.reason());
    }

    /** What of the pool is in force at that time. */
    static List<SuspensionView> of(StateView state, String pool, Instant now) {
        return state.suspensions(pool).inForce(now).stream()
                .map(SuspensionView::of)
                .toList();
    }

    static List<SuspensionView> of(PoolDesk.Opened opened) {
        return of(opened.view().state(), opened.pool(), opened.now());
    }
}
