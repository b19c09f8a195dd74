package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineActivityTest {

    private static final LineActivity NONE = LineActivity.none("pool", "line-1");

    @Test
    void a_booking_that_goes_frees_its_day_and_one_that_comes_frees_none() {
        LineActivity booked = NONE.booking(5, Precedence.NORMAL, 1);

        assertThat(NONE.frees(booked)).isTrue();
        assertThat(booked.frees(NONE)).isFalse();
        assertThat(booked.frees(booked)).isFalse();
        assertThat(booked.booking(6, Precedence.NORMAL, 1).frees(booked)).isFalse();
        assertThat(NONE.booking(6, Precedence.NORMAL, 1).frees(booked)).isTrue();
    }

    @Test
    void a_conversation_that_is_opened_takes_the_place_that_it_had_booked() {
        LineActivity booked = NONE.booking(5, Precedence.NORMAL, 1);

        assertThat(NONE.withNewConversation(5).frees(booked)).isFalse();
        assertThat(NONE.withNewConversation(4).frees(booked)).isTrue();
    }

    @Test
    void a_booking_of_a_lower_precedence_in_place_of_a_higher_one_frees_room_for_the_higher() {
        LineActivity high = NONE.booking(5, Precedence.HIGH, 1);
        LineActivity bulk = NONE.booking(5, Precedence.BULK, 1);

        assertThat(bulk.frees(high)).isTrue();
        assertThat(high.frees(bulk)).isFalse();
    }

    @Test
    void days_on_which_something_is_booked_are_kept_however_many_have_passed() {
        LineActivity activity = NONE.booking(1, Precedence.NORMAL, 1);
        for (int day = 2; day < 20; day++) {
            activity = activity.withNewConversation(day);
        }

        assertThat(activity.booked(1).total()).isEqualTo(1);
        assertThat(activity.days()).isSortedAccordingTo((a, b) -> Long.compare(a.epochDay(), b.epochDay()));
        assertThat(activity.newConversations(19)).isEqualTo(1);
        assertThat(activity.newConversations(2)).isLessThan(18);
    }
}
