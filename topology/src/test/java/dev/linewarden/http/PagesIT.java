package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesIT {

    @TempDir
    private Path directory;

    @Test
    void the_pages_show_the_fleet_what_waits_and_a_story_and_act_on_what_waits() throws Exception {
        try (Cluster cluster = new Cluster("pages");
                HttpGate http = HttpGate.start(cluster, directory.resolve("state"))) {
            assertThat(page(http, "/").text()).contains("No server yet.").contains("No line yet.");
            cluster.publish(
                    new PolicyUpdate(
                            "default",
                            "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {min-gap: 0s, jitter: 0s}\n",
                            Instant.now()),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null),
                    LineUpdates.of("default", "line-2", "server-1", LineStatus.FLAGGED, null, Instant.now(), null));
            Until.holds(() -> http.get("/lines/line-2").status() == 200);
            http.post(
                    "/requests",
                    "{\"request_id\": \"sent\", \"recipient\": \"sent@example.com\", \"text\": \"secret?\"}");
            for (String id : List.of("w1", "w2", "w3")) {
                http.post(
                        "/requests",
                        "{\"request_id\": \"" + id + "\", \"recipient\": \"" + id + "@example.com\", \"text\": \"Hi?\","
                                + " \"labels\": {\"campaign\": \"<b>" + id + "\"}, \"not_before\": \""
                                + Instant.now().plusSeconds(3600) + "\"}");
            }
            Until.holds(() -> http.get("/deferrals").json().path("deferrals").size() == 3);

            Until.holds(
                    () -> page(http, "/").text().matches("(?s).*>SCHEDULED</a>\\s*</td>\\s*<td class=\"n\">3</td>.*"));
            String fleet = page(http, "/").text();
            assertThat(fleet.indexOf("line-2")).isLessThan(fleet.indexOf("line-1"));
            assertThat(fleet).contains("⚑ flagged").contains("● active").contains("server-1");
            String waiting = page(http, "/waiting?label=campaign").text();
            assertThat(waiting)
                    .contains("w1")
                    .contains("&lt;b&gt;w1")
                    .doesNotContain("<b>w1")
                    .doesNotContain("w1@example");
            assertThat(page(http, "/waiting?code=EXPIRED").text()).contains("Nothing that waits matches.");
            assertThat(page(http, "/waiting?recipient=nobody").text())
                    .contains("neither")
                    .doesNotContain("nobody");
            Until.holds(() -> page(http, "/story?id=sent").text().contains("✓ approved"));
            assertThat(page(http, "/story?id=sent").text())
                    .doesNotContain("sent@example")
                    .doesNotContain("secret?");
            assertThat(page(http, "/story?id=nothing").text()).contains("No decision about nothing");

            cluster.publish(new ConversationEvent(
                    "asks",
                    "default",
                    "line-1",
                    "asks@example.com",
                    ConversationKind.INBOUND_MESSAGE,
                    Instant.now(),
                    "Is this you?",
                    null));
            Until.holds(() -> http.get("/recipients/asks@example.com").status() == 200);
            http.post(
                    "/requests",
                    "{\"request_id\": \"answer\", \"recipient\": \"asks@example.com\", \"text\": \"Yes\"}");
            Until.holds(() -> http.get("/requests/answer").status() == 200);
            assertThat(page(http, "/recipient?request=answer").text())
                    .contains("<b>1 of 3</b> turns since it last wrote")
                    .doesNotContain("asks@example");

            Answer unsaid = http.send("POST", "/waiting/act?action=CANCEL&id=w1", null, "HX-Request", "true");
            assertThat(unsaid.status()).isEqualTo(400);
            Answer one = act(http, "CANCEL", "&id=w1");
            assertThat(one.text()).contains("rejected, CANCELLED").contains("w1");
            Answer rest = act(http, "CANCEL", "&label=campaign");
            assertThat(rest.text()).contains("Cancelling 2").contains("<b>2</b>");
            assertThat(http.get("/deferrals").json().path("deferrals")).isEmpty();
            assertThat(act(http, "CANCEL", "&label=campaign").text()).contains("nothing was done");

            assertThat(page(http, "/").header("content-security-policy")).contains("default-src 'self'");
            assertThat(fleet).doesNotContainPattern(Pattern.compile("(?:src|href)=\"(?:https?:)?//"));
            for (String file : List.of(
                    "/assets/linewarden.css",
                    "/assets/linewarden.js",
                    "/webjars/htmx/dist/htmx.min.js",
                    "/webjars/uplot/dist/uPlot.iife.min.js")) {
                assertThat(http.get(file).status()).as(file).isEqualTo(200);
            }
        }
    }

    private static Answer page(HttpGate http, String path) {
        return http.get(path, "Accept", "text/html");
    }

    private static Answer act(HttpGate http, String action, String what) {
        return http.send(
                "POST",
                "/waiting/act?action=" + action + what,
                null,
                "HX-Request",
                "true",
                "HX-Prompt",
                "a test",
                "Accept",
                "text/html");
    }
}
