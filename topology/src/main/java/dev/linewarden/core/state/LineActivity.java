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

    // Today, and room for days that a clock which ran ahead has made; what is booked is kept as long as it is.
    private static final int DAYS_KEPT = 3;

    /**
     * New conversations of one calendar day of the policy's zone.
     *
     * @param booked those that wait for their time
     */
    public record Day(long epochDay, int newConversations, Booked booked) {

        /** A day on which nothing is booked. */
        public Day(long epochDay, int newConversations) {
            this(epochDay, newConversations, Booked.NONE);
        }
    }

    public static LineActivity none(String pool, String line) {
        return new LineActivity(pool, line, null, List.of());
    }

    public static String key(String pool, String line) {
        return key(Keyring.NONE, pool, line);
    }

    static String key(Keyring keys, String pool, String line) {
        return keys.of(pool, line, "");
    }

    @Override
    public Table table() {
        return Table.LINE_ACTIVITY;
    }

    @Override
    public String key() {
        return key(pool, line);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool, line);
    }

    /** New conversations of the day; what was counted on later days, by a clock that ran ahead, counts today. */
    public int newConversations(long today) {
        int count = 0;
        for (int i = 0; i < days.size(); i++) {
            Day day = days.get(i);
            if (day.epochDay >= today) {
                count += day.newConversations;
            }
        }
        return count;
    }

    /** New conversations of the day, those that are booked and count for who has the given precedence among them. */
    public int seenBy(Precedence viewer, long epochDay) {
        return newConversations(epochDay) + booked(epochDay).seenBy(viewer);
    }

    /** New conversations of that day that wait for their time. */
    public Booked booked(long epochDay) {
        for (int i = 0; i < days.size(); i++) {
            if (days.get(i).epochDay == epochDay) {
                return days.get(i).booked;
            }
        }
        return Booked.NONE;
    }

    /** Since when the line has sent nothing: its last send, or else since it was last reported to be as it is. */
    public Instant idleSince(Line line) {
        return lastSend == null ? line.since() : lastSend;
    }

    public LineActivity sentAt(Instant now) {
        return new LineActivity(pool, line, now, days);
    }

    public LineActivity withNewConversation(long today) {
        return with(day(today, 1, booked(today)));
    }

    /** With {@code more} new conversations booked on the day (or fewer, when negative). */
    public LineActivity booking(long epochDay, Precedence precedence, int more) {
        return with(day(epochDay, 0, booked(epochDay).plus(precedence, more)));
    }

    /** Whether there is room now for new conversations on some day on which there was none. */
    public boolean frees(LineActivity before) {
        if (days.equals(before.days)) {
            return false;
        }
        for (Day day : before.days) {
            for (Precedence viewer : Precedence.ALL) {
                if (seenBy(viewer, day.epochDay) < before.seenBy(viewer, day.epochDay)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Day day(long epochDay, int more, Booked booked) {
        int count = more;
        for (Day day : days) {
            if (day.epochDay == epochDay) {
                count += day.newConversations;
            }
        }
        return new Day(epochDay, count, booked);
    }

    private LineActivity with(Day changed) {
        List<Day> next = new ArrayList<>(days.size() + 1);
        for (Day day : days) {
            if (day.epochDay != changed.epochDay) {
                next.add(day);
            }
        }
        next.add(changed);
        next.removeIf(day -> day.newConversations == 0 && day.booked.total() == 0);
        next.sort((a, b) -> Long.compare(a.epochDay, b.epochDay));
        int past = -DAYS_KEPT;
        for (Day day : next) {
            past += day.booked.total() == 0 ? 1 : 0;
        }
        for (int i = 0; past > 0; ) {
            if (next.get(i).booked.total() == 0) {
                next.remove(i);
                past--;
            } else {
                i++;
            }
        }
        return new LineActivity(pool, line, lastSend, List.copyOf(next));
    }

    @Override
    public Row asOf(Instant now) {
        return lastSend != null && lastSend.isAfter(now) ? new LineActivity(pool, line, now, days) : this;
    }
}
