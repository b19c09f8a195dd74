package dev.linewarden.core.model;

/** What a step tells the world. */
public sealed interface Emission permits Decision, Alert, ShadowDecision {}
