package dev.linewarden.core.model;

/** What a finding asks for. Declared from mildest to strictest. */
public enum Effect {
    PASS,
    ADVISE,
    DEFER,
    REJECT
}
