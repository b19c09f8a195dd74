package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import dev.linewarden.client.RecordReader;
import dev.linewarden.contract.Records;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Review;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reviews of lines, read from a cluster's topics. */
public final class LineReviews {

    private LineReviews() {}

    /**
     * The hour before {@code end}; without an end the one that the line's last flag came with, or else the last.
     *
     * @param now the end of an hour that was asked for by nothing
     */
    public static Review of(Cluster cluster, LineUpdate line, @Nullable Instant end, Instant now) {
        Review flagged = end == null ? ofLastFlag(cluster, line) : null;
        return flagged != null
                ? flagged
                : Records.toRecord(
                        new PastHour(cluster, line.getPool(), line.getLine(), end == null ? now : end, Progress.UNSEEN)
                                .review());
    }

    /** The review that the line's last flag came with, for the gate knew more of the past than topics may still hold. */
    public static @Nullable Review ofLastFlag(Cluster cluster, LineUpdate line) {
        Review[] last = new Review[1];
        RecordReader.read(cluster, List.of(cluster.topics().alerts()), (record, value) -> {
            if (value instanceof Alert alert
                    && alert.getPool().equals(line.getPool())
                    && line.getLine().equals(alert.getLine())
                    && alert.getReview() != null) {
                last[0] = alert.getReview();
            }
        });
        return last[0];
    }
}
