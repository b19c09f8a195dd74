package dev.linewarden.samples.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.app.EmbeddedStack;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Publisher;
import dev.linewarden.client.RecordReader;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Topics;
import dev.linewarden.embedded.Ports;
import dev.linewarden.samples.micronaut.SenderWorker.NotSentException;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample with Micronaut, beside a real broker, registry and gate. */
class MicronautSampleIT {

    private static final Topics TOPICS = new Topics("micronaut.");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POLICY =
            "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {min-gap: 0s, jitter: 0s}\n";

    @TempDir
    private Path directory;

    @Test
    void what_is_published_is_sent_once_and_a_failure_is_reported() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        SenderWorker.Transport transport = (id, line, recipient, text) -> {
            sent.add(id + " by " + line);
            if (id.equals("bad")) {
                throw new NotSentException("no such handle");
            }
        };
        try (EmbeddedStack stack = EmbeddedStack.start(directory, Ports.free(), Ports.free(), TOPICS, 2);
                GateRunner gate = GateRunner.start(new GateConfig(
                        stack.bootstrapServers(),
                        stack.registryUrl(),
                        "micronaut-sample",
                        TOPICS,
                        2,
                        1,
                        0,
                        stack.stateDirectory(),
                        Map.of()));
                ApplicationContext service = ApplicationContext.builder(Map.of(
                                "linewarden.topics.prefix", TOPICS.prefix(),
                                "kafka.bootstrap.servers", stack.bootstrapServers(),
                                "kafka.schema.registry.url", stack.registryUrl()))
                        .singletons(transport)
                        .start()) {
            assertThat(gate.awaitRunning(PATIENCE)).isTrue();
            Cluster cluster = new Cluster(stack.bootstrapServers(), stack.registryUrl(), Map.of(), TOPICS);
            try (Publisher operator = new Publisher(cluster)) {
                operator.send(new PolicyUpdate("default", POLICY, Instant.now()));
                operator.send(LineUpdates.of(
                        "default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
            }
            Upstream upstream = service.getBean(Upstream.class);
            for (String id : List.of("good", "bad")) {
                upstream.send(id + "@example.com", request(id));
            }

            List<String> seen = new ArrayList<>();
            for (int message = 0; message < 2; message++) {
                seen.add(sent.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            assertThat(seen).containsExactlyInAnyOrder("good by line-1", "bad by line-1");
            assertThat(reportedFailures(cluster)).containsExactly("bad");
            assertThat(sent).isEmpty();
        }
    }

    private static OutboundRequest request(String id) {
        return OutboundRequest.newBuilder()
                .setRequestId(id)
                .setRecipient(id + "@example.com")
                .setText("Ready?")
                .setCreatedAt(Instant.now())
                .build();
    }

    /** Read again until there is one. */
    private static List<String> reportedFailures(Cluster cluster) {
        List<String> failures = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (failures.isEmpty() && System.nanoTime() < deadline) {
            RecordReader.read(cluster, List.of(TOPICS.conversationEvents()), (record, value) -> {
                if (value instanceof ConversationEvent event && event.getKind() == ConversationKind.SEND_FAILED) {
                    failures.add(event.getRequestId());
                }
            });
        }
        return failures;
    }
}
