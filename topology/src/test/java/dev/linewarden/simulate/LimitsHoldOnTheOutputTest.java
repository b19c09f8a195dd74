package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.simulate.Scenario.Timed;
import dev.linewarden.support.RandomTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LimitsHoldOnTheOutputTest {

    @Property(tries = 150)
    void no_limit_is_overshot_and_every_request_ends_once(@ForAll long seed) {
        List<Timed> events = RandomTraffic.events(seed, 300);

        assertThat(new LimitsOracle(events, decide(events)).check()).isEmpty();
    }

    @Example
    void the_oracle_notices_sends_that_should_not_have_been() {
        List<Timed> events = RandomTraffic.events(7, 300);
        List<Decision> forged = new ArrayList<>();
        for (Decision decision : decide(events)) {
            // As if every rule had been off: what was deferred or rejected at first was sent at once.
            if (decision.getAttempt() == 1 && decision.getLine() != null) {
                forged.add(Decision.newBuilder(decision)
                        .setOutcome(Outcome.APPROVED)
                        .build());
            }
        }

        assertThat(new LimitsOracle(events, forged).check()).hasSizeGreaterThan(20);
    }

    private static List<Decision> decide(List<Timed> events) {
        CoreStage stage = new CoreStage();
        events.forEach(event -> stage.take(event.at(), event.event()));
        Instant end = events.get(events.size() - 1).at().plus(Duration.ofHours(80));
        stage.passUntil(end);
        return stage.decisions();
    }
}
