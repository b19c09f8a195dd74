package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is counted by kinds is what counting entry by entry finds. */
class KindsTest {

    private static final Instant AT = Instant.parse("2026-03-02T12:00:00Z");
    private static final BurstMinute EMPTY =
            BurstMinute.empty("pool", "line-1", BurstMinute.minuteOf(AT.toEpochMilli()));

    private static long entry(BurstMinute of) {
        return of.packed()[0];
    }

    private static long booked(Precedence precedence) {
        return entry(EMPTY.withReservation(AT, precedence));
    }

    private static long sent(boolean outreach) {
        return entry(EMPTY.withSend(new Sent(AT, outreach, true, 15, true, true)));
    }

    @Test
    void whoever_is_judged_sees_sends_and_bookings_of_its_own_precedence_or_a_higher_one() {
        for (Precedence viewer : Precedence.values()) {
            assertThat(Kinds.seenBy(viewer).has(sent(true))).isTrue();
            assertThat(Kinds.seenBy(viewer).has(sent(false))).isTrue();
            for (Precedence other : Precedence.values()) {
                assertThat(Kinds.seenBy(viewer).has(booked(other)))
                        .as("%s sees %s", viewer, other)
                        .isEqualTo(viewer.respects(other));
            }
        }
    }

    @Test
    void of_outreach_neither_replies_nor_what_is_booked_for_them_are_seen() {
        Kinds seen = Kinds.outreachSeenBy(Precedence.BULK);

        assertThat(seen.has(sent(true))).isTrue();
        assertThat(seen.has(booked(Precedence.HIGH))).isTrue();
        assertThat(seen.has(sent(false))).isFalse();
        assertThat(seen.has(booked(Precedence.REPLY))).isFalse();
    }

    @Test
    void sends_are_no_bookings() {
        assertThat(Kinds.SENDS.has(sent(false))).isTrue();
        assertThat(Kinds.SENDS.has(booked(Precedence.NORMAL))).isFalse();
        assertThat(Kinds.OUTREACH_SENDS.has(sent(true))).isTrue();
        assertThat(Kinds.OUTREACH_SENDS.has(sent(false))).isFalse();
    }

    /** Each number makes an entry: its time, and whether it is a send or whose booking. */
    @Property
    void a_count_is_of_all_that_lie_between_the_times(
            @ForAll @Size(max = 60) List<@IntRange(max = 599) Integer> numbers,
            @ForAll @IntRange(min = -5, max = 105) int from,
            @ForAll @IntRange(min = -5, max = 105) int before,
            @ForAll Precedence viewer) {
        BurstMinute minute = EMPTY;
        for (int number : numbers) {
            Instant at = AT.plusMillis(number / 6);
            minute = number % 6 < 2
                    ? minute.withSend(Sent.plain(at, number % 6 == 1))
                    : minute.withReservation(at, Precedence.ofRank(number % 6 - 2));
        }
        long first = AT.toEpochMilli() + from;
        long end = AT.toEpochMilli() + before;
        for (Kinds kinds :
                List.of(Kinds.SENDS, Kinds.OUTREACH_SENDS, Kinds.seenBy(viewer), Kinds.outreachSeenBy(viewer))) {
            long expected = Arrays.stream(minute.packed())
                    .filter(kinds::has)
                    .filter(entry -> BurstMinute.millis(entry) >= first && BurstMinute.millis(entry) < end)
                    .count();

            assertThat(kinds.count(minute.packed(), first, end)).isEqualTo((int) expected);
        }
    }
}
