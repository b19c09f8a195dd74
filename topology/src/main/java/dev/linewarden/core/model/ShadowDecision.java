package dev.linewarden.core.model;

/** What a pool's second policy would have decided: told beside the first's decisions, and done by nobody. */
public record ShadowDecision(Decision decision) implements Emission {}
