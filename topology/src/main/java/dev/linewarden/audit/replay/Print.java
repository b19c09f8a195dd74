package dev.linewarden.audit.replay;

import org.jspecify.annotations.Nullable;

/**
 * What tells a recorded decision from others.
 *
 * @param partition of the journal entry at which it was made, {@code offset} that entry's
 * @param decidedAt in milliseconds since the epoch
 * @param fingerprint of all of it but the build
 * @param build what made it; null for a release that did not say
 */
record Print(
        int partition,
        long offset,
        long decidedAt,
        String pool,
        @Nullable String build,
        long fingerprint) {}
