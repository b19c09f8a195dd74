package dev.linewarden.audit.oracle;

import org.jspecify.annotations.Nullable;

/**
 * What the oracle found wrong.
 *
 * @param requestId the request
 * @param decisionId the decision that should have been another; null when one is missing
 * @param text what is wrong, without anything of the message or its recipient
 */
public record Complaint(String requestId, @Nullable String decisionId, String text) {}
