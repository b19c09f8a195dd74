package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linewarden.embedded.Ports;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.support.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real trace, where it is at hand: through the program's own verbs, read by a plain consumer. */
class TraceIT {

    private static final Path TRACE = Path.of("../../shared/data/college-messages.jsonl");
    private static final Pattern REQUEST_ID = Pattern.compile("\"request_id\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path directory;

    @Test
    void every_request_of_the_trace_comes_out_of_serve_embedded_once() throws Exception {
        assumeTrue(Files.isReadable(TRACE), "the trace is not at hand");
        String kafka = "localhost:" + Ports.free();
        String registry = "http://localhost:" + Ports.free();
        try (Serving serve = new Serving(
                "--data-dir", directory.toString(),
                "--kafka-port", kafka.substring(kafka.lastIndexOf(':') + 1),
                "--registry-port", registry.substring(registry.lastIndexOf(':') + 1),
                "--http-port", Integer.toString(Ports.free()),
                "--partitions", "4")) {
            awaitTopics(kafka, serve);
            assertThat(Program.run(
                                    "publish",
                                    "events",
                                    TRACE.toString(),
                                    "--now",
                                    "--bootstrap-servers",
                                    kafka,
                                    "--registry",
                                    registry)
                            .exitCode())
                    .isZero();

            Set<String> published = requestIds();
            Map<String, Integer> ends = new HashMap<>();
            Set<String> seen = new HashSet<>();
            Set<String> decisions = new HashSet<>();
            read(kafka, registry, decision -> {
                String id = decision.getRequest().getRequestId();
                seen.add(id);
                assertThat(decisions.add(decision.getDecisionId()))
                        .as(decision.getDecisionId())
                        .isTrue();
                if (decision.getOutcome() != Outcome.DEFERRED) {
                    ends.merge(id, 1, Integer::sum);
                }
                return seen.size() < published.size();
            });

            assertThat(seen).isEqualTo(published).hasSize(10_116);
            assertThat(ends.values()).allMatch(times -> times == 1);
        }
    }

    /** {@code serve --embedded} on a thread of its own; an interrupt ends it as Ctrl-C does. */
    private static final class Serving implements AutoCloseable {
        private final Thread thread;

        Serving(String... options) {
            List<String> arguments = new ArrayList<>(List.of("serve", "--embedded"));
            arguments.addAll(List.of(options));
            thread = new Thread(() -> Program.run(arguments.toArray(String[]::new)), "serve");
            thread.start();
        }

        boolean isAlive() {
            return thread.isAlive();
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static Set<String> requestIds() throws Exception {
        try (Stream<String> lines = Files.lines(TRACE)) {
            return lines.filter(line -> line.contains("\"type\":\"request\""))
                    .map(REQUEST_ID::matcher)
                    .filter(java.util.regex.Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private interface Reader {
        boolean goesOnAfter(Decision decision);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String kafka) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static void awaitTopics(String kafka, Serving serve) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            while (!consumer.listTopics(PATIENCE).containsKey("dead-letters")) {
                assertThat(serve.isAlive()).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static void read(String kafka, String registry, Reader reader) {
        RecordDeserializer deserializer =
                new RecordDeserializer(new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, registry))));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> partitions = Stream.of("approved", "deferred", "rejected")
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            boolean more = true;
            while (more) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    more &= reader.goesOnAfter((Decision) deserializer.deserialize(record.topic(), record.value()));
                }
            }
        }
    }
}
