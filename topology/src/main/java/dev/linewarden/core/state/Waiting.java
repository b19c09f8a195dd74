package dev.linewarden.core.state;

/** A request that waits, with its place in the order of what falls due. */
public record Waiting(Deferral deferral, Wake wake) {}
