package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of people who put a policy in force at the same moment, each in the place of the same one, the first alone gets it. */
class PoliciesAtOnceIT {

    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    @Test
    void one_is_published_and_the_others_are_told_which_on_one_instance_and_on_two() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(4);
        try (Cluster cluster = new Cluster("policies-at-once");
                HttpGate first = HttpGate.start(cluster, directory.resolve("first"));
                HttpGate second = HttpGate.start(cluster, directory.resolve("second"))) {
            cluster.publish(
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
            Until.holds(() -> first.get("/lines/line-1").status() == 200
                    && second.get("/lines/line-1").status() == 200);
            for (int round = 0; round < ROUNDS; round++) {
                String before = hash(first);
                List<Answer> answers = applied(people, List.of(first, first, second, second), before, round);

                assertThat(answers.stream().filter(answer -> answer.status() == 202))
                        .as("round %d: %s", round, answers)
                        .hasSize(1);
                String published = answers.stream()
                        .filter(answer -> answer.status() == 202)
                        .findFirst()
                        .orElseThrow()
                        .json()
                        .path("hash")
                        .asText();
                assertThat(answers.stream().filter(answer -> answer.status() == 412))
                        .hasSize(3)
                        .allSatisfy(answer -> assertThat(
                                        answer.json().path("published").asText())
                                .isEqualTo(published));
                Until.holds(() -> hash(first).equals(published) && hash(second).equals(published));
            }
        } finally {
            people.shutdownNow();
        }
    }

    private static List<Answer> applied(ExecutorService people, List<HttpGate> at, String before, int round)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(at.size());
        List<Future<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            HttpGate gate = at.get(i);
            String yaml = "version: round-" + round + "-" + i + "\n";
            asked.add(people.submit(() -> {
                together.await();
                return gate.send(
                        "PUT",
                        "/pools/default/policy",
                        yaml,
                        "Content-Type",
                        "application/yaml",
                        "If-Match",
                        '"' + before + '"');
            }));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : asked) {
            answers.add(one.get());
        }
        return answers;
    }

    private static String hash(HttpGate gate) {
        return gate.get("/pools/default/policy").json().path("hash").asText();
    }
}
