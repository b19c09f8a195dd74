package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a live gate knows, and knew, read from the topics of a real broker. */
class StateIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {min-gap: 0s, jitter: 0s}\n";

    @TempDir
    private Path directory;

    @Test
    void a_line_a_server_and_a_recipient_are_shown_as_they_stand_and_as_they_stood() throws Exception {
        try (Cluster cluster = new Cluster("state");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            Instant now = Instant.now();
            cluster.begin(
                    new PolicyUpdate("default", POLICY, now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null),
                    LineUpdates.of("default", "twin", "twin", LineStatus.PAUSED, null, now, null));
            cluster.publish(Cluster.request("r1", "anna@example.com", "Ready?"));
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 1);
            OutboundRequest held = Cluster.request("held", "anna@example.com", "And?");
            held.setHoldForReply(true);
            cluster.publish(held);
            List<Decision> two = cluster.decisions().decisionsUntil(seen -> seen.size() >= 2);
            Instant waiting = two.stream()
                    .map(Decision::getDecidedAt)
                    .max(Instant::compareTo)
                    .orElseThrow()
                    .plusMillis(900);
            // The clock that the verb cuts by is the broker's: the reply must lie behind the second asked about.
            Until.holds(() -> Instant.now().isAfter(waiting.plusMillis(300)));
            cluster.publish(new ConversationEvent(
                    "e1", "default", "line-1", "anna@example.com", ConversationKind.INBOUND_MESSAGE, now, "Yes", null));
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 3);

            String id = cluster.gateConfig(directory.resolve("state")).applicationId();
            Program.Result line = run(cluster, "state", "line-1", "--application-id", id);
            assertThat(line.err()).isEmpty();
            assertThat(line.out())
                    .contains("line line-1 in pool default")
                    .containsPattern("new conversations in a day +1 +0 +49 +50")
                    .contains("outreach")
                    .contains("opener");
            assertThat(run(cluster, "state", "server-1", "--application-id", id).out())
                    .contains("server server-1 in pool default", "4,998 of 5,000", "line-1");
            Program.Result then = run(cluster, "state", "anna@example.com", "--at", waiting.toString());
            assertThat(then.err()).isEmpty();
            assertThat(then.out())
                    .contains("recipient a***@example.com in pool default, as of " + waiting)
                    .contains("never wrote")
                    .containsPattern("held +1 +AWAITING_REPLY")
                    .doesNotContain("anna@");
            assertThat(run(cluster, "state", "anna@example.com", "--application-id", id, "--reveal")
                            .out())
                    .contains("recipient anna@example.com", "nothing waits for it", "the only one");
            JsonNode json = JSON.readTree(run(cluster, "state", "server-1", "--at", waiting.toString(), "--json")
                    .out());
            assertThat(json.at("/sent").asInt()).isEqualTo(1);

            Program.Result twin = run(cluster, "state", "twin", "--application-id", id);
            assertThat(twin.exitCode()).isEqualTo(2);
            assertThat(twin.err()).contains("say line:twin or server:twin").hasLineCount(1);
            assertThat(run(cluster, "state", "line:twin", "--application-id", id)
                            .out())
                    .contains("PAUSED");
            Program.Result nobody = run(cluster, "state", "line-7", "--application-id", id);
            assertThat(nobody.exitCode()).isEqualTo(1);
            assertThat(nobody.err()).contains("did you mean 'line-1'?").hasLineCount(1);
            Program.Result early = run(cluster, "state", "line-1", "--at", "2020-01-01T00:00:00Z");
            assertThat(early.err())
                    .contains("knew of nothing", "the oldest entry of its journal")
                    .hasLineCount(1);
            assertThat(run(cluster, "state", "line-1", "--at", "2999-01-01T00:00:00Z")
                            .exitCode())
                    .isEqualTo(2);
        }
    }
}
