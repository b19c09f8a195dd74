package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linewarden.audit.Stories;
import dev.linewarden.audit.StoryJson;
import dev.linewarden.client.Progress;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.SharedBroker;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A story that the gate knows the places of is the one that the whole topics tell. */
class StoryDeskIT {

    private static final String POLICY = """
            consent: {required: false}
            quiet-hours: {mode: off}
            burst: {min-gap: 0s, jitter: 0s, max: 10000, max-outreach: 10000}
            new-conversations: {limit: 10000}
            dialogue: {mode: off}
            """;
    private static final int OTHERS = 200;

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static HttpGate gate;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster("story-desk");
        gate = HttpGate.start(cluster, directory.resolve("state"));
        cluster.publish(
                new PolicyUpdate("default", POLICY, Instant.now()),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
        Until.holds(() -> gate.get("/lines/line-1").status() == 200);
        for (int other = 0; other < OTHERS; other++) {
            cluster.send(Cluster.request("other-" + other, "other-" + other + "@example.com", "Hello"));
        }
        cluster.publish(Cluster.request("sent", "sent@example.com", "Hello"));
        OutboundRequest refused = Cluster.request("refused", "refused@example.com", "See https://example.com");
        OutboundRequest cancelled = Cluster.request("cancelled", "cancelled@example.com", "Hello");
        cancelled.setNotBefore(Instant.now().plusSeconds(3600));
        OutboundRequest answered = Cluster.request("answered", "answered@example.com", "And?");
        answered.setHoldForReply(true);
        OutboundRequest waits = Cluster.request("waits", "waits@example.com", "Hello");
        waits.setNotBefore(Instant.now().plusSeconds(3600));
        cluster.publish(refused, cancelled, answered, waits);
        Until.holds(() -> gate.get("/deferrals").json().path("deferrals").size() == 3);
        cluster.publish(
                new Command("default", CommandKind.CANCEL, "cancelled", null, Instant.now(), null, null),
                new ConversationEvent(
                        "e",
                        "default",
                        "line-1",
                        "answered@example.com",
                        ConversationKind.INBOUND_MESSAGE,
                        Instant.now(),
                        "Yes",
                        null));
        Until.holds(() -> gate.get("/deferrals").json().path("deferrals").size() == 1);
        // The same once more, which is a duplicate.
        cluster.publish(Cluster.request("sent", "sent@example.com", "Hello"));
        Until.holds(() -> told("sent").path("attempts").size() == 2);
    }

    @AfterAll
    static void stop() throws Exception {
        gate.close();
        cluster.close();
    }

    private static JsonNode told(String id) {
        return gate.get("/requests/" + id).json();
    }

    private static Stories stories(Progress progress) {
        return new Stories(
                new dev.linewarden.client.Cluster(
                        SharedBroker.bootstrapServers(), SharedBroker.registryUrl(), Map.of(), cluster.topics()),
                progress);
    }

    @Test
    void whatever_became_of_a_request_both_tell_the_same() {
        for (String id : List.of("sent", "refused", "cancelled", "answered", "waits")) {
            Until.holds(() -> told(id).toString().equals(whole(id).toString()));
            assertThat(told(id).path("attempts").isEmpty()).as(id).isFalse();
        }
        assertThat(told("cancelled").toString()).contains("the command CANCEL came");
        assertThat(told("answered").toString()).contains("the recipient wrote");
    }

    private static JsonNode whole(String id) {
        return StoryJson.of(stories(Progress.UNSEEN).of(id, "default").get(0), null, false);
    }

    @Test
    void of_one_that_the_gate_remembers_the_decisions_about_others_are_not_read() {
        AtomicLong read = new AtomicLong();
        Progress counted = task -> new Progress.Task() {
            @Override
            public void step() {
                read.incrementAndGet();
            }

            @Override
            public void close() {
                // nothing to end
            }
        };
        Instant longAgo = Instant.now().minusSeconds(3600);
        RequestRecord unknown = new RequestRecord(
                "default",
                "other-7",
                Outcome.APPROVED,
                Outcome.APPROVED,
                null,
                1,
                longAgo,
                longAgo,
                "line-1",
                null,
                0,
                null,
                RequestRecord.UNKNOWN_CONTENT);

        assertThat(stories(counted).of(unknown, Instant.now()))
                .as("what lies elsewhere is found all the same")
                .hasSize(1);
        assertThat(read.get()).isGreaterThan(OTHERS);
        read.set(0);
        Instant decided = Instant.parse(told("other-7")
                .path("attempts")
                .path(0)
                .path("decision")
                .path("decided_at")
                .asText());
        assertThat(stories(counted)
                        .of(
                                new RequestRecord(
                                        "default",
                                        "other-7",
                                        Outcome.APPROVED,
                                        Outcome.APPROVED,
                                        null,
                                        1,
                                        decided,
                                        decided,
                                        "line-1",
                                        null,
                                        0,
                                        null,
                                        RequestRecord.UNKNOWN_CONTENT),
                                Instant.now()))
                .hasSize(1);
        assertThat(read.get()).isZero();
    }
}
