package dev.linewarden.core;

import dev.linewarden.core.state.Due;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Watch;

/** Bounds of key ranges that more than one class walks. */
final class Keysets {

    static final String DUE_START = Keys.start(Due.FAMILY);
    static final String DUE_END = Keys.end(Due.FAMILY);

    static final String WATCH_START = Keys.start(Watch.FAMILY);
    static final String WATCH_END = Keys.end(Watch.FAMILY);

    private Keysets() {}
}
