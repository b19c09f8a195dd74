package dev.linewarden.operations;

import dev.linewarden.schemas.LineStatus;

/** What people do to a gate. Records name it; one that names another was written by a later release. */
public enum OperationKind {
    REQUESTS_CANCELLED,
    REQUESTS_RELEASED,
    POLICY_APPLIED,
    LINE_ADDED,
    LINE_PAUSED,
    LINE_RETURNED,
    LINE_FLAGGED,
    LINE_RETIRED,
    LINE_EVACUATED,
    /** The subject is the label as key=value; none for all of the pool. */
    SENDING_SUSPENDED,
    SENDING_RESUMED,
    SHADOW_STARTED,
    SHADOW_STOPPED,
    HANDLES_REVEALED,
    /** The subject is the alert's id: somebody has it in hand. */
    ALERT_ACKNOWLEDGED;

    /** What is done to a line that is reported so. */
    public static OperationKind of(LineStatus status) {
        return switch (status) {
            case ACTIVE -> LINE_RETURNED;
            case PAUSED -> LINE_PAUSED;
            case FLAGGED -> LINE_FLAGGED;
            case RETIRED -> LINE_RETIRED;
        };
    }
}
