package dev.linewarden.oracle;

/**
 * What the oracle found wrong.
 *
 * @param requestId the request
 * @param decisionId the decision that should have been another; null when one is missing
 */
public record Complaint(String requestId, String decisionId, String text) {}
