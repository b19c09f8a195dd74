package dev.linewarden.core.state;

/** Bounds of key ranges that more than one class walks. */
public final class Keysets {

    public static final String DUE_START = Keys.start(Due.FAMILY);
    public static final String DUE_END = Keys.end(Due.FAMILY);

    public static final String WATCH_START = Keys.start(Watch.FAMILY);
    public static final String WATCH_END = Keys.end(Watch.FAMILY);

    private Keysets() {}
}
