package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.RequestBuilder;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whoever the number belongs to, and whether anybody knows: a stricter policy never lets a message leave sooner. */
class StricterHoursTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * The hours of a policy, and of one that is awake at some of them only; in minutes of the day.
     *
     * @param texan how much later Texas begins under both
     */
    record Hours(int evening, int morning, int earlier, int later, int texan, boolean closedSundays) {

        String lax() {
            return policy(evening, morning, "{}", "[]");
        }

        String strict() {
            return policy(
                    evening - earlier,
                    morning + later,
                    closedSundays ? "{SUNDAY: closed}" : "{}",
                    closedSundays ? "[2026-07-03, 2026-12-25]" : "[]");
        }

        private String policy(int from, int to, String days, String holidays) {
            return """
                    quiet-hours: {from: "%s", to: "%s", days: %s, holidays: %s, regions: {US-TX: {to: "%s"}}}
                    deferral: {max-wait: 365d}
                    consent: {required: false}
                    burst: {mode: off}
                    """.formatted(time(from), time(to), days, holidays, time(to + texan));
        }

        private static String time(int minutes) {
            return "%02d:%02d".formatted(minutes / 60, minutes % 60);
        }
    }

    @Property(tries = 400)
    void stricter_hours_never_release_sooner(
            @ForAll("numbers") String number,
            @ForAll("hours") Hours hours,
            @ForAll @IntRange(max = 365 * 24 * 60) int minutes) {
        Instant at = START.plus(Duration.ofMinutes(minutes));

        assertThat(release(number, hours.strict(), at)).isAfterOrEqualTo(release(number, hours.lax(), at));
    }

    private static Instant release(String number, String policy, Instant at) {
        TestGate gate = new TestGate();
        gate.now = at;
        Decision decision = gate.policy(policy).lines("line-1").ask(to(number, at));
        assertThat(decision.outcome()).isNotEqualTo(Outcome.REJECTED);
        if (decision.outcome() == Outcome.APPROVED) {
            return at;
        }
        return decision.notBefore() == null ? Instant.MAX : decision.notBefore();
    }

    private static OutboundRequest to(String number, Instant at) {
        return new RequestBuilder("r", "default", number, "Ready?", at).build();
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> northAmerican =
                Arbitraries.integers().between(200, 999).map(code -> "+1" + code + "5550123");
        Arbitrary<String> anybody =
                Arbitraries.longs().between(10_000_000L, 999_999_999_999L).map(any -> "+" + any);
        Arbitrary<String> texan = Arbitraries.of("+12145550123", "+19155550123", "+18335550123", "+61412345678");
        return Arbitraries.oneOf(northAmerican, anybody, texan);
    }

    @Provide
    Arbitrary<Hours> hours() {
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 119);
        return Combinators.combine(
                        Arbitraries.integers().between(18 * 60, 23 * 60),
                        Arbitraries.integers().between(5 * 60, 11 * 60),
                        small,
                        small,
                        small,
                        Arbitraries.of(true, false))
                .as(Hours::new);
    }
}
