package dev.linewarden.cli;

import static dev.linewarden.support.Cluster.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1, in short: kill -9 overshoots no limit, loses no request and approves none twice. */
class KillIT {

    private static final int REQUESTS = 1_500;
    private static final int QUOTA = 400;

    @TempDir
    private Path directory;

    @Test
    void a_killed_gate_goes_on_where_it_was() throws Exception {
        try (Cluster cluster = new Cluster("kill")) {
            Instant now = Instant.now();
            cluster.publish(
                    new PolicyUpdate(
                            "default",
                            "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {mode: off}\n"
                                    + "dialogue: {mode: off}\nassignment: {mode: off}\n"
                                    + "new-conversations: {limit: 100000}\nserver-quota: {limit: " + QUOTA + "}\n",
                            now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
            Cluster.Reader decisions = cluster.decisions();
            try (ServeProcess first = ServeProcess.start(cluster, directory)) {
                cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 2);
                publish(cluster, 0, REQUESTS / 2);
                decisions.decisionsUntil(seen -> seen.size() >= 50);
                publish(cluster, REQUESTS / 2, REQUESTS);
                first.killHard();
            }
            Path log = directory.resolve("second.log");
            try (ServeProcess second = ServeProcess.start(cluster, directory, log)) {
                List<Decision> all = decisions.decisionsUntil(seen -> seen.size() >= REQUESTS);

                assertThat(second.isAlive()).isTrue();
                assertThat(all).hasSize(REQUESTS);
                assertThat(all).extracting(Decision::getDecisionId).doesNotHaveDuplicates();
                assertThat(all.stream().filter(decision -> decision.getOutcome() == Outcome.APPROVED))
                        .hasSize(QUOTA);
                assertThat(all.stream().filter(decision -> decision.getOutcome() == Outcome.REJECTED))
                        .allMatch(decision -> "SERVER_DAILY_QUOTA".equals(decision.getBindingCode()));
                assertThat(Files.readAllLines(log))
                        .as("the operator is told in a line or two, without a page of exceptions")
                        .noneMatch(line -> line.contains("ERROR") || line.contains("TaskCorruptedException"))
                        .anyMatch(line ->
                                line.matches(".*The state of partitions? [0-9, ]+ is rebuilt from its changelogs"))
                        .anyMatch(line ->
                                line.matches(".*The state of partitions? [0-9, ]+ is rebuilt: [0-9,]+ rows in .*"));
                Program.Result verified =
                        Program.run(cluster, "replay", "--verify", "--application-id", "kill.gate", "--json");
                assertThat(verified.exitCode()).as(verified.out()).isZero();
                assertThat(verified.out()).contains("\"same\":" + REQUESTS + ",\"different\":0");
            }
        }
    }

    private static void publish(Cluster cluster, int from, int to) {
        cluster.publish(IntStream.range(from, to)
                .mapToObj(i -> request("r" + i, "user" + i + "@example.com", "Ready?"))
                .toArray(OutboundRequest[]::new));
    }
}
