package dev.linewarden.audit.oracle.pass;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not hold.
 *
 * @param decisionId the decision that should have been another; null when one is missing
 * @param at when it was decided, or should have been
 * @param offset the last journal entry before it; -1 when it is not known
 * @param text what is wrong, without anything of the message or its recipient
 */
public record Breach(
        Check check,
        String pool,
        String requestId,
        @Nullable String decisionId,
        Instant at,
        long offset,
        String text) {}
