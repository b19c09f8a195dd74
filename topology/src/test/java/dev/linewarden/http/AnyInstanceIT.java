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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnyInstanceIT {

    // More than partitions, and on both of them.
    private static final List<String> POOLS = List.of("default", "a", "b", "c", "d", "e");

    @TempDir
    private Path directory;

    @Test
    void any_instance_answers_for_any_pool_and_says_when_to_ask_again_while_pools_move() throws Exception {
        try (Cluster cluster = new Cluster("any-instance");
                HttpGate first = HttpGate.start(cluster, directory.resolve("first"));
                HttpGate second = HttpGate.start(cluster, directory.resolve("second"))) {
            POOLS.forEach(pool -> cluster.publish(
                    LineUpdates.of(pool, "line-of-" + pool, "server-1", LineStatus.ACTIVE, null, Instant.now(), null)));
            POOLS.forEach(pool -> {
                Until.holds(() -> isKnown(first, pool) && isKnown(second, pool));
                assertThat(first.get("/pools/" + pool).json().path("owner"))
                        .isEqualTo(second.get("/pools/" + pool).json().path("owner"));
            });
            assertThat(owners(first)).hasSize(2);
            assertThat(POOLS)
                    .anySatisfy(pool -> assertThat(first.get("/pools/" + pool).header("Linewarden-Owner"))
                            .isEqualTo(second.url().substring("http://".length())));
            // What is wrong is told by whoever finds it.
            assertThat(POOLS).allSatisfy(pool -> assertThat(
                            first.get("/lines/none?pool=" + pool).status())
                    .isEqualTo(404));

            POOLS.forEach(pool -> first.post(
                    "/requests",
                    "{\"request_id\": \"r-" + pool + "\", \"pool\": \"" + pool + "\", \"recipient\": \"" + pool
                            + "@example.com\", \"text\": \"Hi\", \"consent\": {\"basis\": \"form\"}, \"not_before\": \""
                            + Instant.now().plusSeconds(3600) + "\"}"));
            POOLS.forEach(pool -> Until.holds(
                    () -> second.delete("/requests/r-" + pool + "?pool=" + pool).status() == 204));

            second.close();

            Set<Integer> seen = POOLS.stream()
                    .map(pool -> {
                        Answer answer = first.get("/pools/" + pool + "/lines");
                        if (answer.status() == 503) {
                            assertThat(answer.header("retry-after")).isNotNull();
                            assertThat(answer.header("content-type")).startsWith("application/problem+json");
                        }
                        return answer.status();
                    })
                    .collect(Collectors.toSet());
            assertThat(seen).isSubsetOf(200, 503);
            POOLS.forEach(pool -> Until.holds(() -> isKnown(first, pool)));
        }
    }

    private static Set<String> owners(HttpGate asked) {
        return POOLS.stream()
                .map(pool -> asked.get("/pools/" + pool).json().path("owner").asText())
                .collect(Collectors.toSet());
    }

    private static boolean isKnown(HttpGate asked, String pool) {
        return asked.get("/pools/" + pool + "/lines/line-of-" + pool).status() == 200;
    }
}
