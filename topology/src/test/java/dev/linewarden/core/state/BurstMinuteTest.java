package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BurstMinuteTest {

    private static final Instant AT = Instant.parse("2026-03-02T12:00:10Z");
    private static final BurstMinute EMPTY =
            BurstMinute.empty("pool", "line-1", BurstMinute.minuteOf(AT.toEpochMilli()));

    private static BurstMinute booked(Precedence precedence) {
        return EMPTY.withReservation(AT, precedence);
    }

    private static BurstMinute sent(boolean outreach) {
        return EMPTY.withSend(Sent.plain(AT, outreach));
    }

    @Test
    void a_booking_that_goes_frees_its_slot_and_one_that_comes_frees_none() {
        BurstMinute booked = booked(Precedence.NORMAL);

        assertThat(EMPTY.frees(booked)).isTrue();
        assertThat(booked.frees(EMPTY)).isFalse();
        assertThat(booked.frees(booked)).isFalse();
        assertThat(booked.withReservation(AT.plusMillis(1), Precedence.HIGH).frees(booked))
                .isFalse();
        assertThat(EMPTY.withReservation(AT.plusMillis(1), Precedence.NORMAL).frees(booked))
                .isTrue();
    }

    @Test
    void a_send_takes_the_place_of_the_slot_that_it_had_booked() {
        assertThat(sent(true).frees(booked(Precedence.NORMAL))).isFalse();
        assertThat(sent(false).frees(booked(Precedence.REPLY))).isFalse();
        assertThat(sent(true).frees(booked(Precedence.REPLY))).isFalse();
        // Outreach has a limit of its own, in which a reply does not count.
        assertThat(sent(false).frees(booked(Precedence.NORMAL))).isTrue();
        assertThat(EMPTY.withSend(Sent.plain(AT.plusMillis(1), true)).frees(booked(Precedence.NORMAL)))
                .isTrue();
    }

    @Test
    void one_send_takes_the_place_of_one_booking_and_not_of_two() {
        BurstMinute two = booked(Precedence.NORMAL).withReservation(AT, Precedence.NORMAL);

        assertThat(sent(true).frees(two)).isTrue();
        assertThat(sent(true).withReservation(AT, Precedence.NORMAL).frees(two)).isFalse();
    }

    @Test
    void another_booking_takes_no_place_of_one_that_went() {
        BurstMinute before = booked(Precedence.NORMAL);

        assertThat(booked(Precedence.HIGH).frees(before)).isTrue();
        assertThat(booked(Precedence.BULK).frees(before)).isTrue();
    }

    @Test
    void a_booking_that_was_not_there_cannot_be_taken_away() {
        BurstMinute booked = booked(Precedence.NORMAL);

        assertThat(booked.withoutReservation(AT, Precedence.HIGH)).isSameAs(booked);
        assertThat(booked.withoutReservation(AT.plusMillis(1), Precedence.NORMAL))
                .isSameAs(booked);
        assertThat(booked.withoutReservation(AT, Precedence.NORMAL).packed()).isEmpty();
    }

    @Test
    void sends_that_lie_ahead_go_and_bookings_and_what_was_sent_by_then_stay() {
        BurstMinute minute = sent(true)
                .withSend(Sent.plain(AT.plusMillis(1), false))
                .withReservation(AT.plusMillis(2), Precedence.HIGH)
                .withReservation(AT.plusMillis(2), Precedence.REPLY);

        assertThat(minute.withoutSendsAfter(AT).packed())
                .containsExactly(sent(true)
                        .withReservation(AT.plusMillis(2), Precedence.HIGH)
                        .withReservation(AT.plusMillis(2), Precedence.REPLY)
                        .packed());
        assertThat(minute.withoutSendsAfter(AT.plusMillis(1))).isSameAs(minute);
    }
}
