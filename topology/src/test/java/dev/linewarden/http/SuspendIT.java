package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Program;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspendIT {

    @TempDir
    private Path directory;

    @Test
    void a_line_that_is_paused_for_a_time_comes_back_by_itself_even_if_the_gate_is_another_by_then() throws Exception {
        try (Cluster cluster = new Cluster("suspend")) {
            cluster.publish(
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null),
                    LineUpdates.of("default", "line-2", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
            try (HttpGate http = HttpGate.start(cluster, directory.resolve("first"))) {
                Until.holds(() -> status(http, "line-1").equals("ACTIVE")
                        && status(http, "line-2").equals("ACTIVE"));
                assertThat(http.post("/lines/line-1/pause?for=2s", "").status()).isEqualTo(400);
                assertThat(http.post("/lines/line-1/pause?for=soon&reason=x", "")
                                .status())
                        .isEqualTo(400);
                assertThat(http.post("/lines/nobody/pause?for=2s&reason=x", "").status())
                        .isEqualTo(404);

                Answer paused = http.post("/lines/line-1/pause?for=3s&reason=too%20warm", "");
                assertThat(paused.status()).isEqualTo(202);
                assertThat(paused.json().path("until").asText()).isNotEmpty();
                Until.holds(() -> status(http, "line-1").equals("PAUSED"));
                Until.holds(() -> status(http, "line-1").equals("ACTIVE"));
                assertThat(http.get("/operations?subject=line-1").json().path("operations"))
                        .extracting(one -> one.path("kind").asText() + " by "
                                + one.path("actor").asText())
                        .containsExactly("LINE_RETURNED by the gate", "LINE_PAUSED by somebody on this machine");
                assertThat(http.get("/suspend?line=line-1", "Accept", "text/html")
                                .text())
                        .contains("Pause it")
                        .contains("● active");
                assertThat(Program.run(
                                        cluster,
                                        "line",
                                        "status",
                                        "line-2",
                                        "PAUSED",
                                        "--for",
                                        "5s",
                                        "--reason",
                                        "a new phone")
                                .out())
                        .contains("the gate brings it back at");
                Until.holds(() -> status(http, "line-2").equals("PAUSED"));
            }
            try (HttpGate http = HttpGate.start(cluster, directory.resolve("second"))) {
                Until.holds(() -> status(http, "line-2").equals("ACTIVE"));
            }
        }
    }

    private static String status(HttpGate http, String line) {
        return http.get("/lines/" + line).json().path("status").asText();
    }
}
