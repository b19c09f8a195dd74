package dev.linewarden.core.model;

/** Where a judged request goes. APPROVED and REJECTED are terminal. */
public enum Outcome {
    APPROVED,
    DEFERRED,
    REJECTED
}
