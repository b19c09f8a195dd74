package dev.linewarden.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linewarden.samples.SenderWorker.NotSentException;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.SharedBroker;
import dev.linewarden.support.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        gate = HttpGate.start(cluster, directory.resolve("state"), POLICY);
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

    @Test
    void a_worker_in_node_sends_what_is_approved_and_reports_what_will_not_go_out() throws Exception {
        Path home = home("worker.mjs", "send.mjs", """
                export async function send(id, line) {
                  console.log("sending " + id + " by " + line);
                  if (id === "node-bad") throw new Error("no such handle");
                }
                """);
        String installed = run(
                home,
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "kafkajs@2.2.4",
                "@kafkajs/confluent-schema-registry@3.9.0",
                "lz4js@0.2.0");
        assumeTrue(installed != null, "no node here, or no way to its packages");
        works(home, "node", "node", "worker.mjs");
    }

    @Test
    void a_worker_in_python_sends_what_is_approved_and_reports_what_will_not_go_out() throws Exception {
        Path home = home("worker.py", "sender.py", """
                def send(id, line, recipient, text):
                    print("sending " + id + " by " + line, flush=True)
                    if id == "python-bad":
                        raise ValueError("no such handle")
                """);
        String python = python(home);
        assumeTrue(python != null, "no Python here with confluent-kafka and avro");
        works(home, "python", python, "worker.py");
    }

    /** A Python that has what the sample needs: the one on the path, or Debian's, which may be behind another. */
    private static String python(Path home) throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (run(home, python, "-c", "import confluent_kafka, avro.io") != null) {
                return python;
            }
        }
        return null;
    }

    /** A folder with the sample, and with the way to the line that the sample leaves to its reader. */
    private static Path home(String sample, String sender, String way) throws IOException {
        Path home = Files.createDirectories(directory.resolve(sample + ".d"));
        Files.copy(Path.of("../docs/samples", sample), home.resolve(sample));
        Files.writeString(home.resolve(sender), way);
        return home;
    }

    /** What a command says; null when it fails or is not here. */
    private static String run(Path home, String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : null;
        } catch (IOException none) {
            return null;
        }
    }

    private static void works(Path home, String language, String program, String sample) throws Exception {
        for (String id : List.of(language + "-good", language + "-bad")) {
            gate.post(
                    "/requests",
                    "{\"request_id\": \"" + id + "\", \"recipient\": \"" + id
                            + "@example.com\", \"text\": \"Ready?\"}");
        }
        Path said = home.resolve("said.txt");
        ProcessBuilder command = new ProcessBuilder(program, sample)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        command.environment()
                .putAll(Map.of(
                        "LINEWARDEN_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(),
                        "LINEWARDEN_REGISTRY", SharedBroker.registryUrl(),
                        "LINEWARDEN_TOPICS_PREFIX", cluster.topics().prefix()));
        Process worker = command.start();
        try {
            Until.holds(() -> isSaid(said, "sending " + language + "-good by line-1")
                    && isSaid(said, "sending " + language + "-bad by line-1"));
            cluster.reader(List.of(cluster.topics().conversationEvents())).until(read -> read.stream()
                    .map(cluster::decode)
                    .map(ConversationEvent.class::cast)
                    .anyMatch(event -> event.getKind() == ConversationKind.SEND_FAILED
                            && (language + "-bad").equals(event.getRequestId())));
        } finally {
            worker.destroy();
            worker.waitFor();
        }
    }

    private static boolean isSaid(Path file, String words) {
        try {
            return Files.readString(file).contains(words);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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
