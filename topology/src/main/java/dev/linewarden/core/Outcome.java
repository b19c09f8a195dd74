package dev.linewarden.core;

/** Where a judged request goes. APPROVED and REJECTED are terminal. */
public enum Outcome {
    APPROVED,
    DEFERRED,
    REJECTED
}
