package dev.linewarden.contract;

import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reports of lines: most say how a line is and nothing of its contact card. */
public final class LineUpdates {

    private LineUpdates() {}

    /** A report without a contact card. */
    public static LineUpdate of(
            String pool,
            String line,
            String server,
            LineStatus status,
            @Nullable Instant activatedAt,
            Instant at,
            @Nullable String note) {
        LineUpdate update = new LineUpdate();
        update.setPool(pool);
        update.setLine(line);
        update.setServer(server);
        update.setStatus(status);
        update.setActivatedAt(activatedAt);
        update.setAt(at);
        update.setNote(note);
        return update;
    }

    /** The line as it was known, its contact card too, with another status; whether it is evacuated is not carried over. */
    public static LineUpdate changed(LineUpdate known, LineStatus status, Instant at, @Nullable String note) {
        return LineUpdate.newBuilder(known)
                .setStatus(status)
                .setAt(at)
                .setNote(note)
                .setEvacuate(false)
                .setUntil(null)
                .setResumes(false)
                .build();
    }

    /** The line as it was known, paused until then; a gate brings it back. */
    public static LineUpdate pausedUntil(LineUpdate known, Instant until, Instant at, @Nullable String note) {
        return LineUpdate.newBuilder(changed(known, LineStatus.PAUSED, at, note))
                .setUntil(until)
                .build();
    }

    /** The end of a pause whose time is up. */
    public static LineUpdate resumed(LineUpdate paused, Instant at) {
        return LineUpdate.newBuilder(changed(paused, LineStatus.ACTIVE, at, null))
                .setResumes(true)
                .build();
    }
}
