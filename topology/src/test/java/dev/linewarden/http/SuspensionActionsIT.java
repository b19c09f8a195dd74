package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool and a label of it are suspended and resumed over HTTP and on the page, and what came of it is told. */
class SuspensionActionsIT {

    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {min-gap: 0s, jitter: 0s}\n";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    private Path directory;

    private static OutboundRequest spring(String id) {
        OutboundRequest request = Cluster.request(id, id + "@example.com", "Ready?");
        request.setLabels(Map.of("campaign", "spring"));
        return request;
    }

    private static String code(HttpGate http, String id) {
        return http.get("/deferrals?label=campaign=spring")
                        .json()
                        .path("deferrals")
                        .findValuesAsText("request_id")
                        .contains(id)
                ? "SUSPENDED"
                : "";
    }

    private static int inForce(HttpGate http) {
        return http.get("/pools/default").json().path("suspensions").size();
    }

    private static String page(HttpGate http, String path) {
        Answer answer = http.get(path, "Accept", "text/html");
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.text();
    }

    @Test
    void a_label_is_held_until_it_is_resumed_and_every_page_says_so() throws Exception {
        try (Cluster cluster = new Cluster("suspension-http");
                HttpGate http = HttpGate.start(cluster, directory)) {
            cluster.publish(
                    new PolicyUpdate("default", POLICY, Instant.now()),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
            Until.holds(() -> http.get("/lines/line-1").status() == 200);
            refuses(http);

            Answer suspended =
                    http.post("/pools/default/suspend?label=campaign=spring&for=2h&reason=wrong%20price", "");
            assertThat(suspended.status()).isEqualTo(202);
            assertThat(suspended.json().path("label").asText()).isEqualTo("campaign=spring");
            assertThat(suspended.json().path("until").asText()).isNotEmpty();
            Until.holds(() -> inForce(http) == 1);
            assertThat(http.get("/pools/default")
                            .json()
                            .path("suspensions")
                            .path(0)
                            .path("reason")
                            .asText())
                    .isEqualTo("wrong price");
            cluster.publish(spring("held"));
            Until.holds(() -> code(http, "held").equals("SUSPENDED"));
            assertThat(http.get("/deferrals?code=SUSPENDED")
                            .json()
                            .path("deferrals")
                            .path(0)
                            .path("waits_for")
                            .asText())
                    .isEqualTo("suspension");
            for (String path : new String[] {"/", "/waiting", "/gate", "/suspension"}) {
                assertThat(page(http, path)).contains("campaign=spring").contains("wrong price");
            }
            onThePage(http);

            assertThat(http.post("/pools/default/resume?label=campaign=spring&reason=corrected", "")
                            .status())
                    .isEqualTo(202);
            Until.holds(() -> inForce(http) == 0);
            Until.holds(() -> http.get("/deferrals").json().path("deferrals").isEmpty());
            assertThat(http.post("/pools/default/resume?label=campaign=spring&reason=again", "")
                            .status())
                    .isEqualTo(404);
            assertThat(http.get("/operations").json().path("operations").findValuesAsText("kind"))
                    .contains("SENDING_SUSPENDED", "SENDING_RESUMED");
        }
    }

    private static void refuses(HttpGate http) {
        assertThat(http.post("/pools/default/suspend?for=2h", "").text()).contains("say why");
        assertThat(http.post("/pools/default/suspend?label=&reason=x", "").status())
                .isEqualTo(400);
        assertThat(http.post("/pools/default/suspend?label=spring&reason=x", "").text())
                .contains("campaign=spring");
        assertThat(http.post("/pools/default/suspend?for=soon&reason=x", "").status())
                .isEqualTo(400);
        assertThat(http.post("/pools/nowhere/suspend?reason=x", "").status()).isEqualTo(404);
    }

    /** The whole pool, by the page's own calls: look, begin, whether it was taken, end. */
    private static void onThePage(HttpGate http) {
        assertThat(page(http, "/suspension/look?what=pool&for=7d&reason=x"))
                .contains("the whole pool default")
                .contains("<b>1</b> of them could not leave before their deadline");
        assertThat(page(http, "/suspension/look?what=label&label=campaign=spirng&reason=x"))
                .contains("Nothing that waits carries");
        assertThat(http.get("/suspension/look?what=label&label=&reason=x", "Accept", "text/html")
                        .status())
                .isEqualTo(400);
        assertThat(http.send("POST", "/suspension/begin", "what=pool&pool=default&reason=trouble", "Content-Type", FORM)
                        .text())
                .contains("Kafka has the order");
        Until.holds(() -> page(http, "/suspension/taken?until=&ends=false").contains("until somebody resumes it"));
        assertThat(http.send("POST", "/suspension/end", null, "HX-Prompt", "over")
                        .text())
                .contains("Kafka has the order");
        Until.holds(() -> page(http, "/suspension/taken?until=&ends=true").contains("sends again"));
    }
}
