package dev.linewarden.core.fleet;

import dev.linewarden.core.model.Review;
import dev.linewarden.core.model.Review.Pattern;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Sent;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reviews the hour before a flag: the guide says that the cause is almost always in there. */
public final class Reviewer {

    /** The guide: "within the hour before". */
    public static final Duration HOUR = Duration.ofHours(1);

    /** The guide: 100 or more from one line in a tight window; 100 a minute looks automated. */
    private static final int BURST = 100;

    private static final long TIGHT_WINDOW_MS = 60_000;

    /** Published beside the guide: one inbound for each ten outbound is the floor. */
    private static final double REPLY_FLOOR = 0.1;

    /** The guide: at most 2-3 follow-ups. */
    private static final int FOLLOW_UPS = 3;

    private Reviewer() {}

    /** Reviews the hour that ends with {@code to}, as far as the line's minutes are still kept: a day at least. */
    public static Review review(StateView state, String pool, String line, Instant to) {
        Instant from = to.minus(HOUR);
        List<Row> minutes = state.range(
                Table.LINE_BURSTS,
                BurstMinute.key(pool, line, BurstMinute.minuteOf(from.toEpochMilli())),
                BurstMinute.key(pool, line, BurstMinute.minuteOf(to.toEpochMilli()) + 1),
                Integer.MAX_VALUE);
        List<Sent> sends = new ArrayList<>();
        int replies = 0;
        for (Row row : minutes) {
            BurstMinute minute = (BurstMinute) row;
            for (long entry : minute.packed()) {
                Instant at = Instant.ofEpochMilli(BurstMinute.millis(entry));
                if (BurstMinute.isSend(entry) && at.isAfter(from) && !at.isAfter(to)) {
                    sends.add(BurstMinute.sent(entry));
                }
            }
            for (long inbound : minute.inbounds()) {
                replies += inbound > from.toEpochMilli() && inbound <= to.toEpochMilli() ? 1 : 0;
            }
        }
        return of(from, to, sends, replies);
    }

    /**
     * The review of an hour whose sends and replies are known.
     *
     * @param sends in order of time
     */
    public static Review of(Instant from, Instant to, List<Sent> sends, int replies) {
        int outreach = 0;
        int openers = 0;
        int followUps = 0;
        int mostUnanswered = 0;
        int cold = 0;
        int offHours = 0;
        for (Sent sent : sends) {
            outreach += sent.outreach() ? 1 : 0;
            openers += sent.opener() ? 1 : 0;
            followUps += sent.followUp() > 0 ? 1 : 0;
            mostUnanswered = Math.max(mostUnanswered, sent.followUp());
            cold += sent.cold() ? 1 : 0;
            offHours += sent.offHours() ? 1 : 0;
        }
        int count = sends.size();
        int inAMinute = mostInAMinute(sends);
        double rate = count == 0 ? 0 : (double) replies / count;
        List<Pattern> patterns = new ArrayList<>(List.of(
                pattern(
                        "burst",
                        (double) inAMinute / BURST,
                        "%d sends in one minute; %d flag a line",
                        inAMinute,
                        BURST),
                pattern(
                        "no-conversation",
                        silence(count, rate),
                        "%d replies to %d sends; one to ten is the floor",
                        replies,
                        count),
                pattern(
                        "hammering",
                        (double) mostUnanswered / FOLLOW_UPS,
                        "%d follow-ups, at most %d unanswered in a row; %d are the limit",
                        followUps,
                        mostUnanswered,
                        FOLLOW_UPS),
                pattern(
                        "cold-outreach",
                        offence(cold, count),
                        "%d sends to people who never agreed or opted out",
                        cold),
                pattern("off-hours", offence(offHours, count), "%d sends in the recipient's night", offHours)));
        // Stable: what is equal stays in the guide's order.
        patterns.sort(Comparator.comparingDouble(Pattern::score).reversed());
        return new Review(
                from,
                to,
                count,
                outreach,
                openers,
                followUps,
                replies,
                rate,
                inAMinute,
                offHours,
                List.copyOf(patterns));
    }

    private static int mostInAMinute(List<Sent> sends) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < sends.size(); last++) {
            long end = sends.get(last).at().toEpochMilli();
            while (sends.get(first).at().toEpochMilli() <= end - TIGHT_WINDOW_MS) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** 1 at the floor; less for fewer sends than the floor needs to be seen. */
    private static double silence(int sends, double replyRate) {
        double unanswered = Math.max(0, 1 - replyRate) / (1 - REPLY_FLOOR);
        return unanswered * Math.min(1, sends * REPLY_FLOOR);
    }

    /** None is allowed: the first is past the limit. */
    private static double offence(int count, int sends) {
        return count == 0 ? 0 : 1 + (double) count / sends;
    }

    private static Pattern pattern(String name, double score, String evidence, @Nullable Object... counted) {
        double rounded = Math.round(score * 100) / 100.0;
        return new Pattern(name, rounded, String.format(Locale.ROOT, evidence, counted));
    }
}
