package dev.linewarden.audit.replay;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a cluster's journal is decided again.
 *
 * @param from entries that were appended before it are decided again, but not looked at; null for the beginning
 * @param to where to stop; null for the end
 * @param pool the only pool to look at; null for all
 * @param applicationId the gate's, which says how far it has come
 * @param checkpoints a folder in which the replay leaves its state as it goes, and from which it begins; null for neither
 */
public record Scope(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String pool,
        String applicationId,
        @Nullable Path checkpoints) {

    /** Whether a verification leaves a state that a later one begins from: a part of the decisions is no proof. */
    public boolean leavesCheckpoints() {
        return checkpoints != null && from == null && pool == null;
    }
}
