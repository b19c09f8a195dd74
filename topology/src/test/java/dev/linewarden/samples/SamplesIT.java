package dev.linewarden.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.samples.SenderWorker.NotSentException;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.SharedBroker;
import dev.linewarden.support.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples, on a real gate. */
class SamplesIT {

    private static final String POLICY =
            "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {min-gap: 0s, jitter: 0s}\n";

    // Of half a second each.
    private static final int MOST_LOOKS = 120;

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static HttpGate gate;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster("samples");
        gate = HttpGate.start(cluster, directory.resolve("state"));
        cluster.publish(
                new PolicyUpdate("default", POLICY, Instant.now()),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
        Until.holds(() -> gate.get("/pools/default/lines/line-1").status() == 200
                && gate.get("/pools/default").json().path("journal_offset").asInt() >= 1);
    }

    @AfterAll
    static void stop() throws Exception {
        gate.close();
        cluster.close();
    }

    @Test
    void what_is_published_is_sent_once_and_a_failure_is_reported() throws Exception {
        try (Publishing upstream = new Publishing(
                SharedBroker.bootstrapServers(),
                SharedBroker.registryUrl(),
                cluster.topics().prefix() + "outbound-requests")) {
            upstream.send("good", "good@example.com", "Ready?");
            upstream.send("bad", "bad@example.com", "Ready?");
        }
        Map<String, String> sent = new ConcurrentHashMap<>();
        try (SenderWorker worker = new SenderWorker(
                SharedBroker.bootstrapServers(),
                SharedBroker.registryUrl(),
                cluster.topics().prefix(),
                (id, line, recipient, text) -> {
                    sent.merge(id, line, (first, again) -> first + " and again " + again);
                    if (id.equals("bad")) {
                        throw new NotSentException("no such handle");
                    }
                })) {
            for (int looks = 0; looks < MOST_LOOKS && !sent.keySet().containsAll(List.of("good", "bad")); looks++) {
                worker.poll();
            }
        }

        assertThat(sent).containsEntry("good", "line-1").containsEntry("bad", "line-1");
        cluster.reader(List.of(cluster.topics().prefix() + "conversation-events"))
                .until(read -> read.stream()
                        .map(cluster::decode)
                        .map(ConversationEvent.class::cast)
                        .anyMatch(event ->
                                event.getKind() == ConversationKind.SEND_FAILED && "bad".equals(event.getRequestId())));
    }

    @ParameterizedTest
    @CsvSource({"python3, publish.py", "node, publish.mjs", "bash, publish.sh"})
    void a_message_posted_over_http_is_decided(String language, String sample) throws Exception {
        String id = "by-" + language;
        ProcessBuilder command =
                new ProcessBuilder(language, "../docs/samples/" + sample, id, "+19495550100", "Ready?");
        command.environment().put("LINEWARDEN_URL", gate.url());
        Process process;
        try {
            process = command.redirectErrorStream(true).start();
        } catch (IOException none) {
            assumeTrue(false, "no " + language + " here");
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        Until.holds(() -> gate.get("/requests/" + id).status() == 200);
    }
}
