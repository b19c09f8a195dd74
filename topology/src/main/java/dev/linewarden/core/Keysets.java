package dev.linewarden.core;

import dev.linewarden.core.state.Due;
import dev.linewarden.core.state.Keys;

/** Bounds of key ranges that more than one class walks. */
final class Keysets {

    static final String DUE_START = Keys.start(Due.FAMILY);
    static final String DUE_END = Keys.end(Due.FAMILY);

    private Keysets() {}
}
