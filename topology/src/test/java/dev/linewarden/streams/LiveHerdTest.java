package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Replay;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.Pace;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More falls due at once than a thread judges in a slice of its time: here a step takes a millisecond. */
class LiveHerdTest {

    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
    private static final Instant DUE = NOW.plus(Duration.ofMinutes(10));
    private static final int HERD = 100;
    private static final int A_SLICE = (int) Share.SLICE.toMillis();
    private static final String POLICY =
            "consent: {required: false}\nquiet-hours: {mode: off}\nnew-conversations: {limit: 1000}\n"
                    + "burst: {max: 1000, max-outreach: 1000, min-gap: 0s, jitter: 0s}\n";

    private long nanos;
    private final AtHand atHand = new AtHand(new Share(this::aStepLater));
    private final TopologyStage stage = new TopologyStage(NOW, LibraryFacts::new, Pace.REAL, atHand);
    private final List<Decision> decisions = new ArrayList<>();

    private long aStepLater() {
        nanos += Duration.ofMillis(1).toNanos();
        return nanos;
    }

    @BeforeEach
    void a_herd_waits() {
        send(NOW, new PolicyUpdate("default", POLICY, NOW));
        send(NOW, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOW, null));
        for (int i = 0; i < HERD; i++) {
            OutboundRequest request = request("herd" + i, "stranger" + i + "@example.com");
            request.setNotBefore(DUE);
            send(NOW, request);
        }
        send(
                NOW,
                new ConversationEvent(
                        "e1",
                        "default",
                        "line-1",
                        "friend@example.com",
                        ConversationKind.INBOUND_MESSAGE,
                        NOW,
                        "hi",
                        null));
        assertThat(sent()).isEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void it_is_judged_a_slice_at_a_time_and_leaves_in_order() {
        pass(Duration.between(NOW, DUE));
        assertThat(sent()).hasSizeBetween(1, A_SLICE);

        for (int before = sent().size(); before < HERD; before = sent().size()) {
            pass(Duration.ofMillis(5));
            assertThat(sent().size() - before).isBetween(1, 2 * A_SLICE);
        }
        assertThat(sent())
                .containsExactlyElementsOf(
                        IntStream.range(0, HERD).mapToObj(i -> "herd" + i).toList());
    }

    @Test
    void a_reply_goes_before_those_that_are_not_judged_yet_and_waits_for_none_of_them() {
        pass(Duration.between(NOW, DUE));
        int before = sent().size();

        send(DUE, request("reply", "friend@example.com"));

        assertThat(sent()).hasSize(before + 1).endsWith("reply");
    }

    @Test
    void what_a_reply_asks_to_be_committed_is_committed_before_more_of_it_is_judged() {
        pass(Duration.between(NOW, DUE));
        poll(stage.journal().size());
        send(DUE, request("reply", "friend@example.com"));
        int before = sent().size();

        pass(Duration.ofMillis(5));
        assertThat(sent()).hasSize(before);

        atHand.share().commitBegins();
        atHand.share().commitEnded();
        pass(Duration.ofMillis(5));
        assertThat(sent()).hasSizeGreaterThan(before);
    }

    @Test
    void it_replays() {
        pass(Duration.between(NOW, DUE));
        send(DUE, request("reply", "friend@example.com"));
        for (int tick = 0; tick < HERD; tick++) {
            pass(Duration.ofMillis(5));
        }
        assertThat(sent()).hasSize(HERD + 1);

        Replay replay = new Replay(0, stage.ticks().iterator());
        decisions.forEach(replay::take);
        List<TopologyStage.Appended> journal = stage.journal();
        for (int offset = 0; offset < journal.size(); offset++) {
            replay.take(journal.get(offset).entry(), journal.get(offset).at(), 0, offset);
        }
        assertThat(replay.differences()).isEmpty();
    }

    private static OutboundRequest request(String id, String recipient) {
        OutboundRequest request = Cluster.request(id, recipient, "Ready?");
        request.setCreatedAt(NOW);
        return request;
    }

    private void send(Instant at, SpecificRecord input) {
        stage.send(TopologyStage.TOPICS.inputOf(input), stage.bytes(input), at);
    }

    /** Hands on what will be at that place of the journal. */
    private void poll(long offset) {
        TopicPartition journal = new TopicPartition(TopologyStage.TOPICS.journal(), 0);
        ConsumerRecord<byte[], byte[]> next =
                new ConsumerRecord<>(journal.topic(), 0, offset, new byte[0], new byte[0]);
        atHand.handedOn(
                new ConsumerRecords<>(Map.of(journal, List.of(next)), Map.of()), Set.of(journal), AtHand.budget());
    }

    private void pass(Duration time) {
        stage.driver().advanceWallClockTime(time);
    }

    /** The ids of all that were approved so far, in order. */
    private List<String> sent() {
        decisions.addAll(stage.decisions());
        return decisions.stream()
                .filter(decision -> decision.getOutcome() == Outcome.APPROVED)
                .map(decision -> decision.getRequest().getRequestId())
                .toList();
    }
}
