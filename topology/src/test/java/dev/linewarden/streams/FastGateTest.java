package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Replay;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.Pace;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** A gate of whose time much passes between two ticks: an hour a second. */
class FastGateTest {

    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
    private static final Pace PACE = new Pace(NOW, NOW.minus(Duration.ofDays(20)), 3600);
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "burst: {window: 60s, max: 1, max-outreach: 1, min-gap: 0s, jitter: 0s}\n";

    private final TopologyStage stage = new TopologyStage(NOW, LibraryFacts::new, PACE);

    private void send(Instant at, SpecificRecord input) {
        stage.send(TopologyStage.TOPICS.inputOf(input), stage.bytes(input), at);
    }

    private void ask(String id, Instant notBefore) {
        OutboundRequest request = Cluster.request(id, id + "@example.com", "Ready?");
        request.setCreatedAt(PACE.at(NOW));
        request.setNotBefore(notBefore);
        send(NOW, request);
    }

    private void passSeconds(int seconds) {
        stage.driver().advanceWallClockTime(Duration.ofSeconds(seconds));
    }

    @Test
    void what_falls_due_between_two_ticks_is_judged_at_its_own_time_and_replays() {
        send(NOW, new PolicyUpdate("default", POLICY, PACE.at(NOW)));
        send(NOW, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, PACE.at(NOW), null));
        Instant booked = PACE.at(NOW).plus(Duration.ofMinutes(10));
        for (String id : List.of("r1", "r2", "r3")) {
            ask(id, booked);
        }
        passSeconds(1);
        ask("r4", null);

        List<Decision> decisions = stage.decisions();
        assertThat(decisions)
                .filteredOn(decision -> decision.getOutcome() == Outcome.APPROVED)
                .extracting(Decision::getDecidedAt)
                .containsExactly(booked, booked.plusSeconds(60), booked.plusSeconds(120), PACE.at(NOW.plusSeconds(1)));
        assertThat(decisions).hasSize(3 + 3 + 1);
        assertThat(stage.alerts()).isEmpty();
        assertThat(replayed(decisions).differences()).isEmpty();
        stage.close();
    }

    @Test
    void what_is_late_by_more_than_a_second_of_real_time_is_judged_by_the_time_that_it_is() {
        send(NOW, new PolicyUpdate("default", POLICY, PACE.at(NOW)));
        send(NOW, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, PACE.at(NOW), null));
        ask("r1", PACE.at(NOW).plus(Duration.ofMinutes(10)));
        passSeconds(60);

        List<Decision> decisions = stage.decisions();
        assertThat(decisions.get(1).getDecidedAt()).isEqualTo(PACE.at(NOW.plusSeconds(60)));
        assertThat(replayed(decisions).differences()).isEmpty();
        stage.close();
    }

    private Replay replayed(List<Decision> decisions) {
        Replay replay = new Replay(0, stage.ticks().iterator());
        decisions.forEach(replay::take);
        List<TopologyStage.Appended> journal = stage.journal();
        for (int offset = 0; offset < journal.size(); offset++) {
            replay.take(journal.get(offset).entry(), journal.get(offset).at(), 0, offset);
        }
        return replay;
    }
}
