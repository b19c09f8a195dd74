package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linewarden.contract.Records;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest.Consent;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Backlogs of the sizes that broke promises when nothing but slots was booked: how many times are kept, and what a request
 * costs. The figures are printed.
 */
class PromisesAtScaleTest {

    private static final Instant NOON = Instant.parse("2026-03-02T17:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-03-03T04:00:00Z");
    private static final String NEW_YORK = "America/New_York";
    private static final Path TRACE = Path.of("../../shared/data/college-messages.jsonl");

    private final PromiseCount count = new PromiseCount();
    private final Simulation simulation = new Simulation(new LibraryFacts(), new PolicyYaml(), count);

    @Test
    void four_thousand_openers_that_nobody_answers_cost_three_decisions_and_keep_their_last_promise() {
        policy(NOON, "{}");
        lines(NOON, 4);
        for (int i = 0; i < 4_000; i++) {
            request(NOON, "r" + i, "p" + i);
        }
        pass(NOON, "4,000 openers for 4 lines");

        assertThat(decisionsEach()).isLessThanOrEqualTo(3.1);
        assertThat(count.approvedLate()).isZero();
    }

    @Test
    void a_night_of_four_messages_each_to_two_hundred_people_keeps_its_promises() {
        policy(NIGHT, "{}");
        lines(NIGHT, 8);
        for (int person = 0; person < 200; person++) {
            for (int message = 0; message < 4; message++) {
                request(NIGHT, "r" + person + "-" + message, "p" + person);
            }
        }
        pass(NIGHT, "four messages each to 200 people at night");

        isKept();
    }

    @Test
    void a_full_day_of_a_server_that_defers_keeps_its_promises() {
        policy(NOON, """
                server-quota: {limit: 5000, over: defer}
                new-conversations: {limit: 5000}
                assignment: {mode: off}
                dialogue: {mode: off}
                quiet-hours: {mode: off}
                """);
        lines(NOON, 10);
        for (int i = 0; i < 12_000; i++) {
            request(NOON.plusMillis(100L * i), "r" + i, "p" + i);
        }
        pass(NOON, "12,000 messages for a server that may send 5,000 a day");

        isKept();
    }

    @Test
    void the_real_trace_keeps_its_promises() throws Exception {
        assumeTrue(Files.isReadable(TRACE), "the real trace is not at hand: " + TRACE);
        EventReader reader = new EventReader("the trace");
        Instant last = Instant.EPOCH;
        for (String line : Files.readAllLines(TRACE)) {
            EventReader.TimedEvent event = reader.read(line);
            if (event != null && event.event() != null) {
                simulation.take(Records.toEvent(event.event()), event.at());
                last = event.at();
            }
        }
        pass(last, "the real trace");

        // In two months much happens: lines fall silent and recover, and people who write take places ahead of others.
        assertThat((double) count.kept() / count.given()).isGreaterThanOrEqualTo(0.95);
        assertThat(decisionsEach()).isLessThanOrEqualTo(2.1);
    }

    private void policy(Instant at, String yaml) {
        simulation.take(new PolicyUpdate("default", yaml, at), at);
    }

    private void lines(Instant at, int number) {
        for (int i = 0; i < number; i++) {
            simulation.take(new LineUpdate("default", "line-" + i, "server", Status.ACTIVE, null, at, null), at);
        }
    }

    private void request(Instant at, String id, String name) {
        simulation.take(
                new RequestBuilder(id, "default", name + "@example.com", "Ready?", at)
                        .timeZone(NEW_YORK)
                        .consent(new Consent("form", null))
                        .build(),
                at);
    }

    private void pass(Instant last, String world) {
        simulation.passUntil(last.plus(Duration.ofDays(10)));
        System.out.printf(
                "%s: %,d requests, %.2f decisions each, %,d of %,d promises kept, %,d sent at another time than the last that"
                        + " was named%n",
                world, count.requests(), decisionsEach(), count.kept(), count.given(), count.approvedLate());
    }

    private double decisionsEach() {
        return (double) count.decisions() / count.requests();
    }

    private void isKept() {
        assertThat((double) count.kept() / count.given()).isGreaterThanOrEqualTo(0.99);
        assertThat(decisionsEach()).isLessThanOrEqualTo(2.1);
    }
}
