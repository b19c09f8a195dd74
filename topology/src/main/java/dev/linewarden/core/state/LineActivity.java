package dev.linewarden.core.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line has done lately.
 *
 * @param lastSend its last send; null before the first
 * @param days new conversations of the latest days, ascending
 */
public record LineActivity(
        String pool, String line, @Nullable Instant lastSend, List<Day> days) implements Row {

    // Today, and room for days that a clock which ran ahead has made.
    private static final int DAYS_KEPT = 3;

    /** New conversations of one calendar day of the policy's zone. */
    public record Day(long epochDay, int newConversations) {}

    public static LineActivity none(String pool, String line) {
        return new LineActivity(pool, line, null, List.of());
    }

    public static String key(String pool, String line) {
        return Keys.of(pool, line, "");
    }

    @Override
    public Table table() {
        return Table.LINE_ACTIVITY;
    }

    @Override
    public String key() {
        return key(pool, line);
    }

    /** New conversations of the day; what was counted on later days, by a clock that ran ahead, counts today. */
    public int newConversations(long today) {
        int count = 0;
        for (Day day : days) {
            if (day.epochDay >= today) {
                count += day.newConversations;
            }
        }
        return count;
    }

    /** Since when the line has sent nothing: its last send, or else since it was last reported to be as it is. */
    public Instant idleSince(Line line) {
        return lastSend == null ? line.since() : lastSend;
    }

    public LineActivity sentAt(Instant now) {
        return new LineActivity(pool, line, now, days);
    }

    public LineActivity withNewConversation(long today) {
        List<Day> next = new ArrayList<>(DAYS_KEPT);
        int count = 1;
        for (Day day : days) {
            if (day.epochDay == today) {
                count += day.newConversations;
            } else {
                next.add(day);
            }
        }
        next.add(new Day(today, count));
        next.sort((a, b) -> Long.compare(a.epochDay, b.epochDay));
        return new LineActivity(
                pool, line, lastSend, List.copyOf(next.subList(Math.max(0, next.size() - DAYS_KEPT), next.size())));
    }

    @Override
    public Row asOf(Instant now) {
        return lastSend != null && lastSend.isAfter(now) ? new LineActivity(pool, line, now, days) : this;
    }
}
