package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.ServeProcess;
import dev.linewarden.support.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The verbs that talk to a cluster, on a real one. */
@Execution(ExecutionMode.CONCURRENT)
class VerbsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void lines_and_policies_are_added_changed_and_shown() throws Exception {
        try (Cluster cluster = new Cluster("verbs")) {
            assertThat(run(cluster, "line", "add", "line-1", "--server", "server-1")
                            .exitCode())
                    .isZero();
            assertThat(run(cluster, "line", "status", "line-1", "paused").out()).contains("was ACTIVE and is PAUSED");
            assertThat(run(cluster, "lines").out())
                    .contains("line-1")
                    .contains("server-1")
                    .contains("PAUSED")
                    .contains("has not run on this cluster");
            assertThat(run(cluster, "line", "status", "nobody", "ACTIVE").exitCode())
                    .isEqualTo(1);

            Path policy = Files.writeString(directory.resolve("policy.yaml"), "burst: {max: 5}\n");
            assertThat(run(cluster, "policy", "apply", "default", policy.toString())
                            .exitCode())
                    .isZero();
            assertThat(run(cluster, "policy", "show", "default").out()).contains("burst: {max: 5}");
            assertThat(run(cluster, "policy", "show", "other").out()).contains("the defaults are in force");
        }
    }

    @Test
    void what_one_process_writes_another_reads() throws Exception {
        try (Cluster cluster = new Cluster("processes")) {
            assertThat(inAProcessOfItsOwn(cluster, "line", "add", "line-1", "--server", "server-1"))
                    .contains("added line-1");
            assertThat(inAProcessOfItsOwn(cluster, "lines", "--json")).contains("\"line\":\"line-1\"");
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

            Program.Result tailed = run(cluster, "tail", "outbound-requests", "--from-beginning", "--max", "1");
            assertThat(tailed.out()).startsWith("{\"type\":\"request\"").contains("\"request_id\":\"r1\"");
            Path again = Files.writeString(directory.resolve("again.jsonl"), tailed.out());
            assertThat(run(cluster, "publish", "events", again.toString()).exitCode())
                    .isZero();
            assertThat(run(cluster, "tail", "outbound-requests", "--to-end").out())
                    .hasLineCount(2);
        }
    }

    @Test
    void a_flagged_line_is_reviewed_and_evacuated_and_people_are_invited_to_another() throws Exception {
        try (Cluster cluster = new Cluster("fleet");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            run(cluster, "line", "add", "line-1", "--server", "server-1");
            Path policy = Files.writeString(
                    directory.resolve("policy.yaml"),
                    "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {mode: off}\n"
                            + "assignment: {max-users-per-line: 400}\n");
            run(cluster, "policy", "apply", "default", policy.toString());
            cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 2);
            for (int i = 0; i < 12; i++) {
                cluster.publish(Cluster.request("r" + i, "user" + i + "@example.com", "Ready?"));
            }
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 12);
            String application = cluster.gateConfig(directory).applicationId();
            assertThat(run(cluster, "lines", "--application-id", application).out())
                    .containsPattern("line-1 +server-1 +ACTIVE +12 of 400 +now +12 +0 +38 +0");
            assertThat(run(cluster, "lines", "--json", "--application-id", application)
                            .out())
                    .contains("\"users\":12,\"users_booked\":0,\"max_users\":400,\"next_free\":\"2")
                    .contains(
                            "\"new_conversations\":{\"used\":12,\"booked\":0,\"left\":38,\"limit\":50,\"booked_tomorrow\":0}")
                    .contains("\"server_sends\":{\"used\":12,");
            run(
                    cluster,
                    "line",
                    "add",
                    "line-2",
                    "--server",
                    "server-2",
                    "--address",
                    "+19495550100",
                    "--display-name",
                    "Care",
                    "--organisation",
                    "Example");

            assertThat(run(cluster, "line", "evacuate", "line-1").exitCode()).isEqualTo(1);
            run(cluster, "line", "status", "line-1", "FLAGGED");
            cluster.reader(List.of(cluster.topics().alerts())).until(read -> !read.isEmpty());

            assertThat(run(cluster, "review", "line-1").out())
                    .contains("its last flag")
                    .contains("new conversations  12")
                    .containsPattern("1\\.[01]\\d  (no-conversation|cold-outreach)|2\\.00  cold-outreach");
            String told = run(cluster, "review", "line-1", "--json").out();
            String flagged = JSON.readTree(told).get("to").asText();
            assertThat(run(cluster, "review", "line-1", "--at", flagged, "--json")
                            .out())
                    .as("what is built up again from the topics is what the gate knew")
                    .isEqualTo(told);
            assertThat(run(cluster, "review", "line-1", "--at", "2026-01-01T00:00:00Z", "--json")
                            .out())
                    .contains("\"sends\":0");
            assertThat(run(cluster, "review", "line-1", "--at", "yesterday").exitCode())
                    .isEqualTo(2);

            Program.Result plan =
                    run(cluster, "line", "evacuate", "line-1", "--dry-run", "--application-id", application);
            assertThat(plan.out()).contains("12 recipients to move").contains("1, at most 12 each");
            assertThat(run(cluster, "line", "evacuate", "line-1", "--application-id", application)
                            .out())
                    .contains("begun");
            cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 17);
            cluster.publish(Cluster.request("moved", "user0@example.com", "Are you there?"));
            assertThat(cluster.decisions()
                            .decisionsUntil(seen -> seen.size() >= 13)
                            .get(12)
                            .getLine())
                    .isEqualTo("line-2");

            Path svg = directory.resolve("code.svg");
            assertThat(run(cluster, "invite", "line-2", "--body", "Hey!", "--svg", svg.toString())
                            .out())
                    .startsWith("sms:+19495550100&body=Hey%21\n");
            assertThat(svg).content().startsWith("<svg");
            assertThat(run(cluster, "card", "line-2").out()).contains("FN:Care").contains("ORG:Example");
            assertThat(run(cluster, "invite", "line-1").exitCode()).isEqualTo(1);
        }
    }

    @Test
    void a_backlog_is_forecast_and_so_is_what_more_lines_would_do_for_it() throws Exception {
        try (Cluster cluster = new Cluster("forecast");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            String application = cluster.gateConfig(directory).applicationId();
            assertThat(run(cluster, "forecast", "default", "--application-id", application)
                            .err())
                    .contains("knows no pool default");
            run(cluster, "line", "add", "line-1", "--server", "server-1");
            // Where it is about noon, so that no midnight comes in between.
            ZoneOffset zone = ZoneOffset.ofHours(
                    12 - Instant.now().atOffset(ZoneOffset.UTC).getHour());
            Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                    new-conversations: {limit: 2, zone: "%s"}
                    consent: {required: false}
                    quiet-hours: {mode: off}
                    burst: {mode: off}
                    """.formatted(zone));
            run(cluster, "policy", "apply", "default", policy.toString());
            cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 2);
            for (int i = 0; i < 6; i++) {
                cluster.publish(Cluster.request("r" + i, "user" + i + "@example.com", "Ready?"));
            }
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 6);

            Program.Result told = run(cluster, "forecast", "default", "--application-id", application);
            assertThat(told.exitCode()).isZero();
            assertThat(told.out())
                    .contains("4 wait for a time or a line")
                    .contains(":00:00Z if nothing more comes in")
                    .containsPattern("line-1 +\\S+:00:00Z +4 +2 +2");
            String soon = Instant.now()
                    .plus(Duration.ofMinutes(10))
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString();
            assertThat(run(cluster, "forecast", "default", "--application-id", application, "--until", soon)
                            .out())
                    .contains("2 more lines, on servers with room, would have all of it sent by " + soon);
            assertThat(JSON.readTree(run(
                                            cluster,
                                            "forecast",
                                            "default",
                                            "--json",
                                            "--application-id",
                                            application,
                                            "--until",
                                            soon)
                                    .out())
                            .get("wish")
                            .get("more_lines")
                            .asInt())
                    .isEqualTo(2);
            assertThat(run(cluster, "forecast", "default", "--until", "2026-01-01T00:00:00Z")
                            .exitCode())
                    .isEqualTo(2);
        }
    }

    @Test
    void topics_that_are_missing_are_created_and_nothing_is_said_of_their_counts() throws Exception {
        for (String prefix : List.of("fresh-1.", "fresh-2.", "fresh-3.")) {
            assertThat(Linewarden.run(
                            "topics",
                            "create",
                            "--partitions",
                            "3",
                            "--bootstrap-servers",
                            SharedBroker.bootstrapServers(),
                            "--registry",
                            SharedBroker.registryUrl(),
                            "--topic-prefix",
                            prefix))
                    .isZero();
        }
    }

    @Test
    void topics_with_another_partition_count_keep_it_and_that_is_said() throws Exception {
        try (Cluster cluster = new Cluster("counts")) {
            Program.Result same =
                    run(cluster, "topics", "create", "--partitions", Integer.toString(Cluster.PARTITIONS));
            assertThat(same.exitCode()).isZero();
            assertThat(same.out()).contains("every topic was there").doesNotContain("keeps them");

            Program.Result other = run(cluster, "topics", "create", "--partitions", "3");
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.out())
                    .contains("counts.lines has 2 partitions, not 3, and keeps them: counts are not changed under a"
                            + " running gate, see deploy/README.md");
        }
    }

    /** Nothing that another test has loaded can help. */
    private String inAProcessOfItsOwn(Cluster cluster, String... arguments) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(ServeProcess.command(Program.on(cluster, arguments)))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(output);
    }
}
