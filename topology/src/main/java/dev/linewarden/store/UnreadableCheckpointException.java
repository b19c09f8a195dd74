package dev.linewarden.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is no checkpoint, or a damaged or newer one. Says what to do. */
public final class UnreadableCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnreadableCheckpointException(String message) {
        super(message);
    }

    static UnreadableCheckpointException foreign(Path file) {
        return new UnreadableCheckpointException(file + " is no checkpoint of Linewarden");
    }

    static UnreadableCheckpointException newer(Path file, int format, int known) {
        return new UnreadableCheckpointException(
                file + " is a checkpoint of format " + format + ", and this release reads up to " + known
                        + ": use the release that wrote it, or an older checkpoint");
    }

    static UnreadableCheckpointException damaged(Path file, String how) {
        return new UnreadableCheckpointException(
                file + " is damaged (" + how + "): use another checkpoint, or begin without one");
    }
}
