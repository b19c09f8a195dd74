package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.support.Cluster;
import dev.linewarden.support.ServeProcess;
import dev.linewarden.support.SharedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each verb in a process of its own, as a user runs it: nothing that another test has loaded can help. */
class VerbsIT {

    @TempDir
    private Path directory;

    private record Result(int exitCode, String output) {}

    @Test
    void lines_and_policies_are_added_changed_and_shown() throws Exception {
        try (Cluster cluster = new Cluster("verbs")) {
            assertThat(run(cluster, "line", "add", "line-1", "--server", "server-1")
                            .exitCode())
                    .isZero();
            assertThat(run(cluster, "line", "status", "line-1", "paused").output())
                    .contains("was ACTIVE and is PAUSED");
            assertThat(run(cluster, "lines").output())
                    .contains("line-1")
                    .contains("server-1")
                    .contains("PAUSED");
            assertThat(run(cluster, "line", "status", "nobody", "ACTIVE").exitCode())
                    .isEqualTo(1);

            Path policy = Files.writeString(directory.resolve("policy.yaml"), "burst: {max: 5}\n");
            assertThat(run(cluster, "policy", "apply", "default", policy.toString())
                            .exitCode())
                    .isZero();
            assertThat(run(cluster, "policy", "show", "default").output()).contains("burst: {max: 5}");
            assertThat(run(cluster, "policy", "show", "other").output()).contains("the defaults are in force");
        }
    }

    @Test
    void records_go_in_and_come_out_as_the_same_lines() throws Exception {
        try (Cluster cluster = new Cluster("roundtrip")) {
            Path file = Files.writeString(
                    directory.resolve("requests.jsonl"),
                    "{\"request_id\": \"r1\", \"recipient\": \"a@example.com\", \"text\": \"Ready?\"}\n");
            assertThat(run(cluster, "publish", "outbound-requests", file.toString())
                            .exitCode())
                    .isZero();

            Result tailed = run(cluster, "tail", "outbound-requests", "--from-beginning", "--max", "1");
            assertThat(tailed.output()).startsWith("{\"type\":\"request\"").contains("\"request_id\":\"r1\"");
            Path again = Files.writeString(directory.resolve("again.jsonl"), tailed.output());
            assertThat(run(cluster, "publish", "events", again.toString()).exitCode())
                    .isZero();
            assertThat(run(cluster, "tail", "outbound-requests", "--to-end").output())
                    .hasLineCount(2);
        }
    }

    private Result run(Cluster cluster, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--bootstrap-servers", SharedBroker.bootstrapServers(),
                "--registry", SharedBroker.registryUrl(),
                "--topic-prefix", cluster.topics().prefix()));
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(ServeProcess.command(all))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
