package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Until;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One gate, whose policy goes its way from the first to the last of these. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PolicyPagesIT {

    private static final String FIRST = "version: first\nconsent: {required: false}\nquiet-hours: {mode: off}\n"
            + "burst: {min-gap: 0s, jitter: 0s}\n";
    private static final String NEXT = FIRST.replace("first", "next") + "first-message: {media: off, links: off}\n";

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static HttpGate http;

    @BeforeAll
    static void a_gate_that_has_refused_a_link() throws Exception {
        cluster = new Cluster("policy-pages");
        http = HttpGate.start(cluster, directory.resolve("state"), FIRST);
        for (String id : new String[] {"plain", "link"}) {
            http.post(
                    "/requests",
                    "{\"request_id\": \"" + id + "\", \"recipient\": \"" + id + "@example.com\", \"text\": \"Hi?"
                            + (id.equals("link") ? " https://example.com" : "") + "\"}");
        }
        Until.holds(() -> http.get("/requests/link").status() == 200
                && http.get("/requests/plain").status() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void the_policy_in_force_is_shown_and_a_text_is_checked_at_its_lines() {
        String page = page("/policy").text();
        assertThat(page).contains("version: first").contains(hashInForce()).contains("<b>first</b>");

        String wrong = post("/policy/check", "base", FIRST, "policy", "version: x\r\nburst: {maximum: 3}\r\n")
                .text();
        assertThat(wrong).contains("data-line=\"2\"").contains("maximum").contains("data-holds=\"false\"");
        String right = post("/policy/check", "base", FIRST, "policy", NEXT).text();
        assertThat(right)
                .contains("data-holds=\"true\"")
                .contains("first-message.links")
                .contains("reject")
                .doesNotContain("burst.max");
        assertThat(post("/policy/check", "base", FIRST, "policy", FIRST.replace("\n", "\r\n"))
                        .text())
                .contains("data-same=\"true\"");
        assertThat(http.get("/policy/schema").json().path("properties").has("burst"))
                .isTrue();
    }

    @Test
    @Order(2)
    void the_journal_tells_what_another_policy_would_have_changed() throws IOException {
        Answer answer = post("/policy/what-if", "policy", NEXT, "hours", "1");
        JsonNode said = answered(answer);

        assertThat(answer.text()).contains("event: progress");
        assertThat(said.path("state").asText()).isEqualTo("ok");
        assertThat(said.path("met").asInt()).isEqualTo(2);
        assertThat(said.path("requests").asInt() - said.path("unchanged").asInt())
                .isEqualTo(1);
        assertThat(said.path("changed").get(0).path("request_id").asText()).isEqualTo("link");
        assertThat(said.path("changed").get(0).path("change").asText()).isEqualTo("rejected → approved");
        assertThat(said.path("changed").get(0).path("recorded_code").asText()).isEqualTo("FIRST_MESSAGE_LINK");
        assertThat(post("/policy/what-if", "policy", "nonsense: 1", "hours", "1")
                        .status())
                .isEqualTo(422);
        assertThat(post("/policy/what-if", "policy", NEXT, "hours", "9999").status())
                .isEqualTo(400);
    }

    @Test
    @Order(3)
    void a_second_policy_is_begun_compared_and_ended() {
        assertThat(page("/shadow").text()).contains("never had a second policy");
        assertThat(post("/shadow/start", "policy", NEXT).status()).isEqualTo(400);
        assertThat(post("/shadow/start", "policy", NEXT, "reason", "a trial").text())
                .contains("Published");
        Until.holds(() -> page("/shadow").text().contains("It judges since"));
        http.post(
                "/requests",
                "{\"request_id\": \"later\", \"recipient\": \"l@example.com\", \"text\": \"Hi? https://example.com\"}");
        Until.holds(() -> page("/shadow/differences").text().contains("rejected → approved"));
        assertThat(page("/shadow").text()).contains("<b>next</b>").contains("beside <b>first</b>");
        assertThat(post("/shadow/stop", "reason", "seen enough").text()).contains("Published");
        Until.holds(() -> page("/shadow").text().contains("✕ Over"));
    }

    @Test
    @Order(4)
    void a_policy_is_applied_with_a_reason_unless_somebody_was_faster_and_an_older_one_can_be_gone_back_to() {
        String before = hashInForce();
        assertThat(post("/policy/apply", "policy", NEXT, "replaces", before).status())
                .isEqualTo(400);
        Answer applied = post("/policy/apply", "policy", NEXT, "replaces", before, "reason", "links are fine");
        assertThat(applied.text()).contains("hx-get=\"/policy/adopted");
        Until.holds(() -> inForce().equals("next"));
        assertThat(page("/policy/adopted?hash=" + hashInForce()).text()).contains("In force");

        Answer late = post("/policy/apply", "policy", FIRST, "replaces", before, "reason", "I was slow");
        assertThat(late.status()).isEqualTo(412);
        assertThat(inForce()).isEqualTo("next");

        assertThat(page("/policy/history").text())
                .contains("first")
                .contains("next")
                .contains("/policy?pool=default&amp;hash=" + before);
        assertThat(page("/policy?hash=" + before).text())
                .contains("You see an older policy")
                .contains("version: first");
        assertThat(page("/policy?hash=0000000000000000").text()).contains("no longer hold");
        assertThat(http.get("/operations?subject=" + hashInForce()).json().path("operations"))
                .extracting(one -> one.path("reason").asText())
                .contains("links are fine");
    }

    private static JsonNode answered(Answer answer) throws IOException {
        String data = answer.text()
                .substring(answer.text().indexOf("event: answer"))
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()))
                .collect(Collectors.joining());
        return new ObjectMapper().readTree(data);
    }

    private static String inForce() {
        return http.get("/pools/default/policy").json().path("version").asText();
    }

    private static String hashInForce() {
        return http.get("/pools/default/policy").json().path("hash").asText();
    }

    private static Answer page(String path) {
        return http.get(path, "Accept", "text/html");
    }

    private static Answer post(String path, String... fields) {
        String body = Stream.iterate(0, i -> i + 2)
                .limit(fields.length / 2)
                .map(i -> fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                "POST", path, body, "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html, */*");
    }
}
