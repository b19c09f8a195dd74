package dev.linewarden.contract;

/** Handles as they are shown to whoever has no need to know them. */
public final class Masked {

    private static final int SHORTEST = 6;
    private static final int SHOWN_AHEAD = 5;
    private static final int SHOWN_BEHIND = 2;

    private Masked() {}

    /** Enough of a handle to tell two apart, not enough to write to. */
    public static String handle(String handle) {
        int at = handle.indexOf('@');
        if (at > 0) {
            return handle.charAt(0) + "***" + handle.substring(at);
        }
        return handle.length() < SHORTEST
                ? "***"
                : handle.substring(0, SHOWN_AHEAD) + "***" + handle.substring(handle.length() - SHOWN_BEHIND);
    }
}
