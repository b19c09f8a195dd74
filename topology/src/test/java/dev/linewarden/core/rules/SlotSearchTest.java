package dev.linewarden.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.Sent;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A search that jumps, or begins none where a count is enough, finds what trying each second finds. */
class SlotSearchTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Line LINE = new Line("p", "l", "s", LineUpdate.Status.ACTIVE, null, NOON, false);

    private final Random random = new Random(5);

    /** A line with some sends and bookings around noon, at whole seconds. */
    private final class Busy {
        final MemoryRows rows = new MemoryRows();
        final List<Long> all = new ArrayList<>();
        final List<Long> outreach = new ArrayList<>();

        Busy(Precedence viewer) {
            for (int i = random.nextInt(12); i > 0; i--) {
                Instant at = NOON.plusSeconds(random.nextInt(241) - 120);
                BurstMinute minute = rows.burstMinute("p", "l", BurstMinute.minuteOf(at.toEpochMilli()));
                boolean isOutreach = random.nextBoolean();
                Precedence booked = Precedence.values()[random.nextInt(4)];
                boolean isBooking = random.nextInt(3) == 0;
                rows.put(isBooking ? minute.withReservation(at, booked) : minute.withSend(Sent.plain(at, isOutreach)));
                if (!isBooking || viewer.respects(booked)) {
                    all.add(at.getEpochSecond());
                    if (isBooking ? booked != Precedence.REPLY : isOutreach) {
                        outreach.add(at.getEpochSecond());
                    }
                }
            }
            all.sort(null);
            outreach.sort(null);
        }
    }

    /** Whether one more would make one too many within a window that holds the limit already. */
    private static boolean isCrowded(List<Long> times, int limit, long at) {
        for (int i = 0; i + limit <= times.size(); i++) {
            long first = times.get(i);
            long last = times.get(i + limit - 1);
            if (last - first < WINDOW.toSeconds()
                    && at < first + WINDOW.toSeconds()
                    && at > last - WINDOW.toSeconds()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTooNear(List<Long> times, long behind, long ahead, long at) {
        return times.stream().anyMatch(time -> time <= at ? at - time < behind : time - at < ahead);
    }

    @Test
    void a_reply_goes_at_the_first_second_whose_window_has_room() {
        for (int i = 0; i < 3_000; i++) {
            Busy line = new Busy(Precedence.REPLY);
            Policy.Burst policy = new Policy.Burst(WINDOW, 1 + random.nextInt(5), 1, Duration.ZERO, Duration.ZERO);
            long expected = NOON.getEpochSecond();
            while (isCrowded(line.all, policy.max(), expected)) {
                expected++;
            }

            assertThat(new SlotSearch(line.rows, LINE, policy, Precedence.REPLY).forReply(NOON))
                    .isEqualTo(Instant.ofEpochSecond(expected));
        }
    }

    @Test
    void outreach_goes_at_the_first_second_with_room_and_distance() {
        for (int i = 0; i < 3_000; i++) {
            Precedence viewer = Precedence.values()[1 + random.nextInt(3)];
            Busy line = new Busy(viewer);
            long gap = random.nextInt(20);
            long jitter = random.nextInt(20);
            Policy.Burst policy = new Policy.Burst(
                    WINDOW,
                    1 + random.nextInt(5),
                    1 + random.nextInt(4),
                    Duration.ofSeconds(gap),
                    Duration.ofSeconds(jitter));
            long earliest = free(line, policy, NOON.getEpochSecond(), gap);

            assertThat(new SlotSearch(line.rows, LINE, policy, viewer)
                            .forOutreach(NOON, Duration.ofSeconds(jitter), null))
                    .isEqualTo(new SlotSearch.Slots(
                            Instant.ofEpochSecond(earliest),
                            Instant.ofEpochSecond(free(line, policy, earliest, gap + jitter))));
        }
    }

    private static long free(Busy line, Policy.Burst policy, long from, long behind) {
        long at = from;
        while (isCrowded(line.all, policy.max(), at)
                || isCrowded(line.outreach, policy.maxOutreach(), at)
                || isTooNear(line.outreach, behind, policy.minGap().toSeconds(), at)) {
            at++;
        }
        return at;
    }
}
