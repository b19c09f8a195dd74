package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live gate's requests, explained from the topics of a real broker. */
class ExplainIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "burst: {min-gap: 0s, jitter: 0s}\nnew-conversations: {limit: 2, over: reject}\n";

    @TempDir
    private Path directory;

    @Test
    void a_wait_and_a_refusal_are_told_with_what_ended_and_what_would_have_changed_them() throws Exception {
        try (Cluster cluster = new Cluster("explain");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            Instant now = Instant.now();
            cluster.begin(
                    new PolicyUpdate("default", POLICY, now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
            OutboundRequest held = Cluster.request("held", "anna@example.com", "Ready?");
            held.setHoldForReply(true);
            cluster.publish(held);
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 1);
            cluster.publish(new ConversationEvent(
                    "e1", "default", "line-1", "anna@example.com", ConversationKind.INBOUND_MESSAGE, now, "Yes", null));
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 2);
            for (int i = 0; i < 3; i++) {
                cluster.publish(Cluster.request("r" + i, "user" + i + "@example.com", "Ready?"));
                int decided = 3 + i;
                cluster.decisions().decisionsUntil(seen -> seen.size() >= decided);
            }

            assertThat(run(cluster, "explain", "held").out())
                    .contains("to a***@example.com")
                    .doesNotContain("anna@")
                    .contains("held#1  DEFERRED AWAITING_REPLY")
                    .contains("held until the recipient writes; the recipient wrote, judged again at")
                    .containsSubsequence(
                            "held#2  APPROVED on line-1", "server-quota", "counted from", "burst", "counted from");
            assertThat(run(cluster, "explain", "held", "--reveal").out()).contains("anna@example.com", "Ready?");

            Program.Result refused = run(cluster, "explain", "r2", "--why-not");
            assertThat(refused.exitCode()).isZero();
            assertThat(refused.out())
                    .contains("any one of these alone would have let r2#1 pass")
                    .contains("policy new-conversations.limit: 3")
                    .contains("a reply of the recipient to line-1 first");
            JsonNode json = JSON.readTree(
                    run(cluster, "explain", "r2", "--why-not", "--json").out());
            assertThat(json.at("/attempts/0/decision/binding_code").asText()).isEqualTo("POOL_AT_CAPACITY");
            assertThat(json.at("/attempts/0/windows").fieldNames()).toIterable().containsExactly("loop");
            assertThat(json.at("/why_not/changes").findValuesAsText("what")).contains("new-conversations.limit");
            assertThat(json.toString()).doesNotContain("user2@").doesNotContain("Ready?");

            assertThat(run(cluster, "explain", "r0", "--why-not").out()).contains("nothing held it back");
            Program.Result nobody = run(cluster, "explain", "nobody");
            assertThat(nobody.exitCode()).isEqualTo(1);
            assertThat(nobody.err())
                    .contains("no decision about request nobody")
                    .hasLineCount(1);
            assertThat(run(cluster, "explain").exitCode()).isEqualTo(2);
        }
    }
}
