package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final AtomicLong clock = new AtomicLong(-5);
    private final Budget budget = new Budget(3, WINDOW, clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void as_many_as_allowed_are_given_and_not_one_more() {
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void what_was_taken_is_back_when_the_window_has_passed_over_it_and_not_before() {
        budget.take();
        pass(Duration.ofMinutes(1));
        budget.take();
        budget.take();

        pass(Duration.ofMinutes(9).minusNanos(1));
        assertThat(budget.take()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void short_troubles_do_not_add_up_over_a_life() {
        for (int day = 0; day < 1_000; day++) {
            assertThat(budget.take()).isTrue();
            assertThat(budget.take()).isTrue();
            pass(Duration.ofDays(1));
        }
    }

    @Test
    void a_refusal_takes_nothing_so_one_that_asks_on_and_on_is_not_shut_out_for_ever() {
        budget.take();
        budget.take();
        budget.take();
        pass(Duration.ofMinutes(5));
        assertThat(budget.take()).isFalse();

        pass(Duration.ofMinutes(5));

        assertThat(budget.take()).isTrue();
    }
}
