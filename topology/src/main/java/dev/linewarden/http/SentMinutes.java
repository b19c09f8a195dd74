package dev.linewarden.http;

import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What passed on a line, a minute of the gate's time at a time, as far as it still remembers: a day at least.
 *
 * @param minutes their beginnings, as epoch seconds, one after the other
 * @param sends messages of the line
 * @param outreach those of them outside active conversations
 * @param inbounds messages to the line
 */
record SentMinutes(List<Long> minutes, List<Integer> sends, List<Integer> outreach, List<Integer> inbounds) {

    private static final int SECONDS = 60;

    /** The minutes up to the one that {@code now} is in. */
    static SentMinutes of(StateView state, String pool, String line, Instant now, int count) {
        long last = BurstMinute.minuteOf(now.toEpochMilli());
        long first = last - count + 1;
        SentMinutes all = new SentMinutes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (long minute = first; minute <= last; minute++) {
            all.minutes.add(minute * SECONDS);
            all.sends.add(0);
            all.outreach.add(0);
            all.inbounds.add(0);
        }
        for (Row row : state.range(
                Table.LINE_BURSTS,
                BurstMinute.key(pool, line, first),
                BurstMinute.key(pool, line, last + 1),
                Integer.MAX_VALUE)) {
            BurstMinute minute = (BurstMinute) row;
            all.count(minute, (int) (minute.minute() - first));
        }
        return all;
    }

    private void count(BurstMinute minute, int at) {
        int sent = 0;
        int first = 0;
        for (long entry : minute.packed()) {
            if (BurstMinute.isSend(entry)) {
                sent++;
                first += BurstMinute.isOutreach(entry) ? 1 : 0;
            }
        }
        sends.set(at, sent);
        outreach.set(at, first);
        inbounds.set(at, minute.inbounds().length);
    }

    int sent() {
        return sends.stream().mapToInt(Integer::intValue).sum();
    }

    /** The most sends of any one of these minutes. */
    int most() {
        return sends.stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
