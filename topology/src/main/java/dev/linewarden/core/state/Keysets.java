package dev.linewarden.core.state;

/** The families of {@code deferrals} that are walked over all pools, as bounds of their ranges; see {@link Keys}. */
public final class Keysets {

    public static final String DUE_START = Keys.start(Due.FAMILY);
    public static final String DUE_END = Keys.end(Due.FAMILY);

    public static final String WATCH_START = Keys.start(Watch.FAMILY);
    public static final String WATCH_END = Keys.end(Watch.FAMILY);

    private Keysets() {}
}
