package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A time without a send begins the count of follow-ups anew, also for what is booked behind it. */
class SilenceTest {

    private static final String POLICY = """
            consent: {required: false}
            quiet-hours: {mode: off}
            burst: {mode: off}
            follow-ups: {max: 0, spacing: 6h, reset-after: 48h}
            """;

    private final TestGate gate = new TestGate().policy(POLICY).lines("line-1");
    private Instant began;

    @BeforeEach
    void one_is_sent_and_one_booked_for_when_the_count_begins_anew() {
        began = gate.now;
        gate.ask("sent", "a");
        Instant anew = began.plus(Duration.ofHours(48));
        Decision booked = gate.ask(gate.request("booked", "a", null, Priority.HIGH, anew));
        assertThat(booked.notBefore()).isEqualTo(anew);
    }

    @Test
    void a_message_that_joins_the_turn_before_it_does_not_end_the_silence_that_was_counted_on() {
        gate.wait(Duration.ofMinutes(1));

        assertThat(gate.ask(gate.request("joins", "a", null, Priority.BULK, null))
                        .outcome())
                .isNotEqualTo(Outcome.APPROVED);
        gate.until(began.plus(Duration.ofHours(48)));
        assertThat(gate.approved()).containsExactly("sent", "booked", "joins");
    }

    @Test
    void at_the_very_time_of_the_turn_it_may_join() {
        assertThat(gate.ask(gate.request("joins", "a", null, Priority.BULK, null))
                        .outcome())
                .isEqualTo(Outcome.APPROVED);
        gate.until(began.plus(Duration.ofHours(48)));
        assertThat(gate.approved()).containsExactly("sent", "joins", "booked");
    }
}
