package dev.linewarden.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.demo.Carrier.Flag;
import dev.linewarden.demo.Persona.Temper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The filter of the demo flags what the guide says gets flagged, and leaves alone what it recommends. */
class CarrierTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private final Carrier carrier = new Carrier();

    private static Persona persona(int number, boolean agreed) {
        return new Persona("p" + number + "@example.com", ZoneOffset.UTC, Temper.ANSWERS, agreed);
    }

    /** @return the pattern that was flagged first, or "fine" */
    private String send(int count, Duration apart, Instant from, int people, boolean agreed, boolean answered) {
        for (int i = 0; i < count; i++) {
            Instant at = from.plus(apart.multipliedBy(i));
            Persona persona = persona(i % people, agreed);
            Flag flag = carrier.sent(persona, "line-1", at);
            if (flag != null) {
                return flag.pattern().name();
            }
            if (answered) {
                carrier.replied(persona, "line-1", at);
            }
        }
        return "fine";
    }

    @Test
    void each_of_the_five_patterns_gets_a_line_flagged() {
        assertThat(send(100, Duration.ofMillis(500), NOON, 100, true, true)).isEqualTo("burst");
        assertThat(new CarrierTest().send(180, Duration.ofSeconds(20), NOON, 180, true, false))
                .isEqualTo("no-conversation");
        assertThat(new CarrierTest().send(8, Duration.ofMinutes(5), NOON, 1, true, false))
                .isEqualTo("hammering");
        assertThat(new CarrierTest().send(15, Duration.ofMinutes(2), NOON, 15, false, false))
                .isEqualTo("cold-outreach");
        assertThat(new CarrierTest().send(10, Duration.ofMinutes(2), NOON.minus(Duration.ofHours(9)), 10, true, false))
                .isEqualTo("off-hours");
    }

    @Test
    void conversations_by_day_are_left_alone() {
        assertThat(send(300, Duration.ofSeconds(30), NOON, 50, true, true)).isEqualTo("fine");
    }

    @Test
    void every_invented_handle_is_somebody_else() {
        Random random = new Random(1);
        assertThat(IntStream.range(0, 900)
                        .mapToObj(number -> Persona.invent(number, random).handle()))
                .doesNotHaveDuplicates();
    }
}
