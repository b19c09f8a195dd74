package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Program;
import dev.linewarden.support.Until;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpApiIT {

    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "burst: {min-gap: 0s, jitter: 0s}\nfirst-message: {question: off}\n";

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static HttpGate http;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster("http-api");
        http = HttpGate.start(cluster, directory.resolve("state"), POLICY);
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        cluster.close();
    }

    @Test
    void a_request_is_taken_judged_and_explained_as_explain_does() throws Exception {
        Answer taken = http.post(
                "/requests", "{\"request_id\": \"told\", \"recipient\": \"told@example.com\", \"text\": \"Hi\"}");

        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.json().path("ids").get(0).asText()).isEqualTo("told");
        assertThat(taken.header("location")).isEqualTo("/requests/told?pool=default");
        Answer story = untilDecided("told");
        assertThat(story.text()).doesNotContain("told@example.com").doesNotContain("\"Hi\"");
        assertThat(story.text() + "\n")
                .isEqualTo(Program.run(cluster, "explain", "told", "--json").out());
        assertThat(http.get("/requests/told?reveal=true").text()).contains("told@example.com");
    }

    @Test
    void the_same_key_gives_the_same_request_and_so_one_decision() throws Exception {
        String body = "{\"recipient\": \"twice@example.com\", \"text\": \"Hi\"}";
        Answer first = http.post("/requests", body, "Idempotency-Key", "key-1");
        Answer again = http.post("/requests", body, "Idempotency-Key", "key-1");

        assertThat(first.json()).isEqualTo(again.json());
        var decisions = cluster.decisions()
                .decisionsUntil(seen -> seen.stream()
                                .filter(one -> one.getRequest().getRequestId().equals("key-1"))
                                .count()
                        == 2);
        assertThat(decisions)
                .filteredOn(one -> one.getRequest().getRequestId().equals("key-1"))
                .extracting(one -> one.getOutcome() == Outcome.APPROVED)
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void a_list_is_taken_whole_or_not_at_all_and_each_fault_names_its_field() {
        Answer refused = http.post("/requests", """
                [{"request_id": "l1", "recipient": "a@example.com", "text": "Hi"},
                 {"request_id": "l2", "recipient": "nobody", "text": "Hi"},
                 {"request_id": "l3", "recipient": "a@example.com", "txt": "Hi"},
                 {"request_id": "l4", "recipient": "a@example.com", "text": "Hi", "priority": "HIHG"},
                 {"request_id": "l5", "recipient": "a@example.com"}]""");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        JsonNode errors = refused.json().path("errors");
        assertThat(errors).extracting(error -> error.path("index").asInt()).containsExactly(1, 2, 3, 4);
        assertThat(errors)
                .extracting(error -> error.path("field").asText())
                .containsExactly("recipient", "txt", "priority", "text");
        assertThat(errors.get(2).path("detail").asText()).contains("did you mean HIGH?");
        assertThat(refused.text()).doesNotContain("nobody");

        Answer taken = http.post(
                "/requests",
                "[{\"recipient\": \"b@example.com\", \"text\": \"Hi\"}, {\"recipient\": \"c@example.com\", \"text\": \"Hi\"}]",
                "Idempotency-Key",
                "both");
        assertThat(taken.json().path("ids")).extracting(JsonNode::asText).containsExactly("both-1", "both-2");
    }

    @Test
    void what_waits_is_found_by_recipient_label_and_code_a_page_at_a_time_and_can_be_cancelled_once() throws Exception {
        for (int i = 1; i <= 3; i++) {
            http.post(
                    "/requests",
                    "{\"request_id\": \"wait-" + i + "\", \"recipient\": \"w" + i + "@example.com\", \"text\": \"Hi\","
                            + " \"not_before\": \"" + Instant.now().plusSeconds(3600L * i)
                            + "\", \"labels\": {\"campaign\": \"c"
                            + i + "\"}}");
        }
        Until.holds(() -> waiting("").size() == 3);

        assertThat(waiting("")).containsExactly("wait-1", "wait-2", "wait-3");
        assertThat(waiting("?label=campaign%3Dc2")).containsExactly("wait-2");
        assertThat(waiting("?label=campaign")).hasSize(3);
        assertThat(waiting("?recipient=W3%40example.com")).containsExactly("wait-3");
        assertThat(waiting("?code=SCHEDULED")).hasSize(3);
        assertThat(waiting("?code=EXPIRED")).isEmpty();
        Answer page = http.get("/pools/default/deferrals?limit=2");
        assertThat(page.text()).doesNotContain("w1@example.com");
        String next = page.json().path("next").asText();
        assertThat(waiting("?limit=2&cursor=" + next)).containsExactly("wait-3");
        assertThat(http.get("/deferrals?cursor=mine").status()).isEqualTo(400);
        assertThat(http.get("/deferrals?limit=0").status()).isEqualTo(400);
        assertThat(http.get("/recipients/w2%40example.com")
                        .json()
                        .path("waiting")
                        .get(0)
                        .asText())
                .isEqualTo("wait-2");

        assertThat(http.delete("/requests/wait-2").status()).isEqualTo(204);
        assertThat(http.delete("/requests/wait-2").status()).isEqualTo(204);
        assertThat(waiting("")).containsExactly("wait-1", "wait-3");
        assertThat(http.delete("/requests/never-seen").status()).isEqualTo(404);
        http.post("/requests", "{\"request_id\": \"gone\", \"recipient\": \"gone@example.com\", \"text\": \"Hi\"}");
        untilDecided("gone");
        Answer late = http.delete("/requests/gone");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("detail").asText()).contains("cannot be taken back");
    }

    @Test
    void a_line_tells_each_limit_with_what_is_used_booked_and_left_and_the_pool_its_servers() {
        JsonNode line = http.get("/lines/line-1").json();

        for (String limit : List.of("new_conversations", "server_sends", "burst", "outreach", "users")) {
            assertThat(line.path("limits").path(limit).has("used")).as(limit).isTrue();
            assertThat(line.path("limits").path(limit).has("next_free"))
                    .as(limit)
                    .isTrue();
        }
        JsonNode opened = line.path("limits").path("new_conversations");
        assertThat(opened.path("limit").asInt()).isEqualTo(50);
        assertThat(opened.path("remaining").asInt())
                .isEqualTo(
                        50 - opened.path("used").asInt() - opened.path("booked").asInt());
        assertThat(line.path("next_free").isTextual()).isTrue();
        assertThat(line.path("status").asText()).isEqualTo("ACTIVE");
        JsonNode server =
                http.get("/pools/default/servers").json().path("servers").get(0);
        assertThat(server.path("server").asText()).isEqualTo("server-1");
        assertThat(server.path("sends").path("limit").asInt()).isEqualTo(5000);
        assertThat(server.path("takes_new_users").asBoolean()).isTrue();
        assertThat(http.get("/pools/default/lines").json().path("lines")).hasSize(1);
        assertThat(http.get("/lines/line-1/review").json().path("line").asText())
                .isEqualTo("line-1");
        assertThat(http.get("/lines/line-9").json().path("detail").asText()).contains("/pools/default/lines");
        assertThat(http.get("/lines/line-9/review").status()).isEqualTo(404);
    }

    @Test
    void state_that_has_not_changed_is_not_sent_again() {
        cluster.publish(LineUpdates.of("quiet", "line-q", "server-q", LineStatus.PAUSED, null, Instant.now(), null));
        Until.holds(() -> http.get("/pools/quiet/lines/line-q").status() == 200);

        String tag = http.get("/pools/quiet/lines/line-q").header("etag");
        Answer again = http.get("/pools/quiet/lines/line-q", "If-None-Match", tag);

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        cluster.publish(LineUpdates.of("quiet", "line-q", "server-q", LineStatus.ACTIVE, null, Instant.now(), null));
        Until.holds(() ->
                http.get("/pools/quiet/lines/line-q", "If-None-Match", tag).status() == 200);
    }

    @Test
    void a_policy_is_checked_before_it_is_published() {
        Answer wrong = http.send(
                "PUT", "/pools/other/policy", "version: v2\nburst: {max: many}\n", "Content-Type", "application/yaml");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("errors").get(0).path("line").asInt()).isEqualTo(2);

        Answer right = http.send("PUT", "/pools/other/policy", "version: v2\n", "Content-Type", "application/yaml");
        assertThat(right.status()).isEqualTo(202);
        Until.holds(() -> http.get("/pools/other")
                .json()
                .path("policy")
                .path("version")
                .asText()
                .equals("v2"));
        assertThat(http.get("/pools/other").json().path("policy").path("hash"))
                .isEqualTo(right.json().path("hash"));
        Answer checked = http.send("PUT", "/pools/other/policy?check=true", "{\"version\": \"v3\"}");
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.json().path("published").asBoolean()).isFalse();
    }

    @Test
    void events_are_simulated_within_bounds() {
        String events = """
                [{"type": "line", "at": "2026-03-02T18:00:00Z", "line": "l", "server": "s"},
                 {"type": "request", "at": "2026-03-02T18:00:01Z", "request_id": "r1", "recipient": "a@example.com", "text": "Hi"}]""";
        Answer answer = http.post(
                "/simulate", "{\"events\": " + events + ", \"policy\": {\"consent\": {\"required\": false}}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("decisions").get(0).path("outcome").asText())
                .isEqualTo("APPROVED");
        assertThat(answer.json().path("summary").path("requests").asInt()).isEqualTo(1);
        assertThat(http.post("/simulate", "{\"events\": []}").status()).isEqualTo(400);
        assertThat(http.post("/simulate", "{\"events\": [{\"type\": \"tick\"}]}")
                        .json()
                        .path("detail")
                        .asText())
                .contains("at is missing");
        assertThat(http.post("/simulate", "{\"events\": " + events + ", \"until\": \"2027-03-02T18:00:00Z\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.post("/simulate", "{\"events\": " + events + ", \"policy\": \"burst: 1\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void every_error_is_a_problem_that_says_what_to_do_and_none_speaks_of_exceptions() {
        List<Answer> errors = List.of(
                http.get("/nothing/here"),
                http.send("PATCH", "/requests", "{}"),
                http.post("/requests", "{\"recipient\""),
                http.post("/requests", ""),
                http.send("POST", "/requests", "a=b", "Content-Type", "application/x-www-form-urlencoded"),
                http.post("/requests", "\"" + "x".repeat(Limits.MAX_BODY_BYTES) + "\""),
                http.get("/requests/unknown"),
                http.get("/recipients/nobody"),
                http.get("/deferrals?limit=many"));

        assertThat(errors).extracting(Answer::status).containsExactly(404, 405, 400, 400, 415, 413, 404, 400, 400);
        assertThat(errors).allSatisfy(error -> {
            assertThat(error.header("content-type")).startsWith("application/problem+json");
            assertThat(error.json().path("status").asInt()).isEqualTo(error.status());
            assertThat(error.json().path("title").asText()).isNotEmpty();
            assertThat(error.json().path("detail").asText()).isNotEmpty();
            assertThat(error.text()).doesNotContain("Exception").doesNotContain("java.");
        });
    }

    @Test
    void who_listens_hears_what_is_decided_and_goes_on_where_it_was() throws Exception {
        List<String> ids = new ArrayList<>();
        try (var lines = events(null)) {
            Iterator<String> read = lines.iterator();
            untilLine(read, "event: heartbeat");
            http.post(
                    "/requests",
                    "{\"request_id\": \"live-1\", \"recipient\": \"live@example.com\", \"text\": \"secret\"}");
            String last = "";
            boolean isHeard = false;
            while (!isHeard) {
                String line = read.next();
                if (line.startsWith("id: ")) {
                    last = line.substring(4);
                }
                isHeard = line.startsWith("data: ") && line.contains("\"live-1\"");
                assertThat(line).doesNotContain("live@example.com").doesNotContain("secret");
            }
            ids.add(last);
        }
        http.post("/requests", "{\"request_id\": \"live-2\", \"recipient\": \"live2@example.com\", \"text\": \"Hi\"}");
        untilDecided("live-2");
        try (var lines = events(ids.get(0))) {
            Iterator<String> read = lines.iterator();
            String line = read.next();
            while (!(line.startsWith("data: ") && line.contains("\"live-2\""))) {
                assertThat(line).doesNotContain("\"live-1\"");
                line = read.next();
            }
        }
    }

    @Test
    void the_description_names_every_path_and_has_a_page() {
        JsonNode description =
                http.get("/openapi", "Accept", "application/json").json();

        assertThat(description.path("paths").properties().stream().map(java.util.Map.Entry::getKey))
                .contains(
                        "/requests",
                        "/requests/{id}",
                        "/pools/{pool}",
                        "/pools/{pool}/lines",
                        "/pools/{pool}/lines/{line}",
                        "/pools/{pool}/lines/{line}/review",
                        "/pools/{pool}/servers",
                        "/pools/{pool}/deferrals",
                        "/pools/{pool}/recipients/{recipient}",
                        "/pools/{pool}/policy",
                        "/simulate",
                        "/events");
        JsonNode schemas = description.path("components").path("schemas");
        assertThat(schemas.path("OutboundRequest").path("properties").has("hold_for_reply"))
                .isTrue();
        assertThat(schemas.path("LineView").path("properties").has("next_free")).isTrue();
        assertThat(http.get("/openapi", "Accept", "text/html").text()).contains("swagger-ui-bundle.js");
        assertThat(http.get("/webjars/swagger-ui/swagger-ui.css").status()).isEqualTo(200);
        assertThat(http.get("/health").status()).isEqualTo(200);
        assertThat(http.get("/prometheus").text()).contains("kafka_stream");
    }

    private static List<String> waiting(String query) {
        JsonNode page = http.get("/deferrals" + query).json();
        List<String> ids = new ArrayList<>();
        page.path("deferrals").forEach(wait -> ids.add(wait.path("request_id").asText()));
        return ids;
    }

    private static Answer untilDecided(String id) {
        Until.holds(() -> http.get("/requests/" + id).status() == 200);
        return http.get("/requests/" + id);
    }

    private static java.util.stream.Stream<String> events(String lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http.url() + "/events"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofLines())
                .body();
    }

    private static void untilLine(Iterator<String> read, String wanted) {
        while (!read.next().equals(wanted)) {
            assertThat(read.hasNext()).isTrue();
        }
    }
}
