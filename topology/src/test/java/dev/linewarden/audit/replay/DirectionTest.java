package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.RequestBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectionTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void another_outcome_is_a_flip() {
        assertThat(Direction.of(approved(NOON), rejected(NOON))).isEqualTo(Direction.APPROVED_REJECTED);
        assertThat(Direction.of(deferred(LATER), approved(NOON))).isEqualTo(Direction.DEFERRED_APPROVED);
    }

    @Test
    void what_is_sent_or_promised_at_another_time_is_later_or_earlier() {
        assertThat(Direction.of(approved(NOON), approved(LATER))).isEqualTo(Direction.LATER);
        assertThat(Direction.of(deferred(LATER), deferred(NOON))).isEqualTo(Direction.EARLIER);
        assertThat(Direction.of(approved(NOON), approved(NOON))).isNull();
    }

    @Test
    void of_two_refusals_none_is_later_and_a_hold_has_no_time_to_compare() {
        assertThat(Direction.of(rejected(NOON), rejected(LATER))).isNull();
        assertThat(Direction.of(deferred(null), deferred(LATER))).isNull();
    }

    private static Decision approved(Instant at) {
        return decision(Outcome.APPROVED, null, null, at);
    }

    private static Decision deferred(@Nullable Instant notBefore) {
        return decision(Outcome.DEFERRED, Code.LINE_BURST, notBefore, NOON);
    }

    private static Decision rejected(Instant at) {
        return decision(Outcome.REJECTED, Code.EXPIRED, null, at);
    }

    private static Decision decision(
            Outcome outcome, @Nullable Code code, @Nullable Instant notBefore, Instant decidedAt) {
        return new Decision(
                new RequestBuilder("r1", "default", "a@example.com", "Ready?", NOON).build(),
                outcome,
                "line-1",
                "server-1",
                List.of(),
                code,
                notBefore,
                1,
                decidedAt,
                "default",
                "",
                "test",
                new Decision.Position(0, 1));
    }
}
