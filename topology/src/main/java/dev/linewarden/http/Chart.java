package dev.linewarden.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script draws.
 *
 * @param minutes the beginnings of the minutes, as epoch seconds, one after the other
 * @param series what is drawn over them
 */
record Chart(List<Long> minutes, List<Series> series) {

    /**
     * One curve.
     *
     * @param label what it is, with a sign of its own
     * @param color the name of a color of the style sheet
     * @param dash lengths of strokes and gaps, in pixels; empty for a whole line: no curve is told by its color alone
     * @param values one for each minute
     */
    record Series(String label, String color, List<Integer> dash, List<Integer> values) {}

    /** Decisions a minute. */
    static Chart of(Trends.Trend trend) {
        return new Chart(
                trend.minutes(),
                List.of(
                        new Series("✓ approved", "--good", List.of(), trend.approved()),
                        new Series("… deferred", "--warn", List.of(6, 4), trend.deferred()),
                        new Series("✕ rejected", "--bad", List.of(2, 3), trend.rejected())));
    }

    /**
     * What a line sent a minute.
     *
     * @param limit sends of a minute; null when none is enforced
     * @param outreachLimit the same of outreach
     */
    static Chart of(SentMinutes sent, @Nullable Integer limit, @Nullable Integer outreachLimit) {
        int minutes = sent.minutes().size();
        List<Series> series = new ArrayList<>(List.of(
                new Series("■ sends", "--accent", List.of(), sent.sends()),
                new Series("□ outreach among them", "--warn", List.of(6, 4), sent.outreach()),
                new Series("◆ came in", "--good", List.of(2, 3), sent.inbounds())));
        if (limit != null) {
            series.add(new Series("limit", "--bad", List.of(12, 4), Collections.nCopies(minutes, limit)));
        }
        if (outreachLimit != null) {
            series.add(new Series(
                    "limit of outreach", "--soft", List.of(12, 4), Collections.nCopies(minutes, outreachLimit)));
        }
        return new Chart(sent.minutes(), series);
    }

    /** As a page carries it. */
    String json() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }
}
