package dev.linewarden.audit.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of meeting recorded decisions with those that the journal gives again.
 *
 * @param parts one for each partition that was looked at
 * @param builds who made the recorded decisions
 * @param differences the first of them, in order
 * @param took wall-clock time, reading included
 */
public record Verification(
        State state, List<Part> parts, SortedSet<String> builds, List<Difference> differences, Duration took) {

    /**
     * One partition of the journal.
     *
     * @param oldest when its oldest entry was appended; null when there is none
     * @param behind the offset of the entry behind which it began, by a checkpoint; -1 for the journal's first
     * @param end the offset behind the last entry that was decided again
     * @param entries how many were decided again
     * @param unreadable how many could not be read here
     * @param same decisions that came out as they were recorded
     * @param different decisions that came out otherwise, were not recorded, or did not come out again
     */
    public record Part(
            int partition,
            State state,
            @Nullable Instant oldest,
            long oldestOffset,
            long behind,
            long end,
            long entries,
            long unreadable,
            long same,
            long different) {}

    /** How many entries were decided again. */
    public long entries() {
        return parts.stream().mapToLong(Part::entries).sum();
    }

    /** How many decisions came out as they were recorded. */
    public long same() {
        return parts.stream().mapToLong(Part::same).sum();
    }

    /** How many did not. */
    public long different() {
        return parts.stream().mapToLong(Part::different).sum();
    }

    /** Whether every decision that was asked for came out again as recorded: nothing else counts as identity. */
    public boolean isIdentity() {
        return state == State.OK && different() == 0 && same() > 0;
    }

    /** When the oldest entry of all was appended; null when there is none. */
    public @Nullable Instant oldest() {
        Instant oldest = null;
        for (Part part : parts) {
            Instant its = part.oldest();
            oldest = its != null && (oldest == null || its.isBefore(oldest)) ? its : oldest;
        }
        return oldest;
    }
}
