package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.support.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of events and decisions, audited. */
class AuditCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TRACE = Path.of("../../shared/data/college-messages.jsonl");
    private static final List<String> EVENTS = List.of(
            "{\"type\": \"policy\", \"at\": \"2026-03-02T17:00:00Z\", \"policy\": {\"burst\": {\"max-outreach\": 1}}}",
            "{\"type\": \"line\", \"at\": \"2026-03-02T17:00:00Z\", \"line\": \"one\", \"server\": \"s\", \"status\":"
                    + " \"ACTIVE\"}",
            request("a", "+19495550100"),
            request("b", "+19495550101"));

    @TempDir
    private Path directory;

    private static String request(String id, String recipient) {
        return "{\"type\": \"request\", \"at\": \"2026-03-02T17:00:00Z\", \"request_id\": \"" + id
                + "\", \"recipient\": \"" + recipient + "\", \"text\": \"Ready?\", \"consent\": {\"basis\": \"form\"}}";
    }

    @Test
    void what_was_simulated_is_clean_and_tells_who_came_nearest_without_a_handle() throws Exception {
        Program.Result audited = run(
                "audit",
                "--events",
                events().toString(),
                "--decisions",
                decided().toString());

        assertThat(audited.exitCode()).isZero();
        assertThat(audited.out())
                .contains("pool default: every limit and every promise held")
                .contains("a line's outreach in it  line one")
                .contains("recipient +1949***00")
                .doesNotContain("+19495550100");
        assertThat(audited.err()).isEmpty();
        Program.Result revealed = run(
                "audit",
                "--events",
                events().toString(),
                "--decisions",
                decided().toString(),
                "--reveal");
        assertThat(revealed.out()).contains("+19495550100");
        assertThat(revealed.err()).contains("revealed; logged in").hasLineCount(1);
    }

    @Test
    void a_forged_approval_is_a_breach_and_exit_1() throws Exception {
        List<String> forged = new ArrayList<>();
        for (String line : Files.readAllLines(decided())) {
            JsonNode json = JSON.readTree(line);
            boolean isWait = json.path("outcome").asText().equals("DEFERRED");
            forged.add(isWait ? line.replace("\"outcome\":\"DEFERRED\"", "\"outcome\":\"APPROVED\"") : line);
        }
        Path file = Files.write(directory.resolve("forged.jsonl"), forged);

        Program.Result audited = run("audit", "--events", events().toString(), "--decisions", file.toString());
        assertThat(audited.exitCode()).isEqualTo(1);
        assertThat(audited.out())
                .contains("BREACHES")
                .contains("b#1 is outreach 2 of line one in 1 min, of 1 (journal offset 3)");

        JsonNode json =
                JSON.readTree(run("audit", "--events", events().toString(), "--decisions", file.toString(), "--json")
                        .out());
        assertThat(json.path("state").asText()).isEqualTo("breached");
        assertThat(json.at("/checks/line_outreach/breached").asLong()).isOne();
        assertThat(json.path("breaches").findValuesAsText("decision_id")).contains("b#1");
    }

    @Test
    void a_policy_that_stood_in_place_of_all_others_is_audited_by_that_policy() throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "burst: {max-outreach: 2}\n");
        Path out = directory.resolve("with-policy.jsonl");
        run("simulate", "--events", events().toString(), "--policy", policy.toString(), "--out", out.toString());

        assertThat(run(
                                "audit",
                                "--events",
                                events().toString(),
                                "--decisions",
                                out.toString(),
                                "--policy",
                                policy.toString())
                        .exitCode())
                .isZero();
        assertThat(run("audit", "--events", events().toString(), "--decisions", out.toString())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void a_time_in_which_nothing_was_decided_is_said_to_be_empty() throws Exception {
        Program.Result audited = run(
                "audit",
                "--events",
                events().toString(),
                "--decisions",
                decided().toString(),
                "--from",
                "2030-01-01T00:00:00Z");

        assertThat(audited.exitCode()).isZero();
        assertThat(audited.out()).contains("there is nothing to audit").doesNotContain("held");
    }

    @Test
    void wrong_usage_is_exit_2_in_one_line() throws Exception {
        String events = events().toString();
        for (List<String> wrong : List.of(
                List.of("--events", events),
                List.of("--decisions", events),
                List.of("--events", "nowhere.jsonl", "--decisions", events),
                List.of("--from", "yesterday"),
                List.of("--from", "2026-03-03T00:00:00Z", "--to", "2026-03-02T00:00:00Z"),
                List.of("--most", "-1"))) {
            List<String> arguments = new ArrayList<>(List.of("audit"));
            arguments.addAll(wrong);
            Program.Result result = run(arguments.toArray(String[]::new));

            assertThat(result.exitCode()).as(wrong.toString()).isEqualTo(2);
            assertThat(result.err()).hasLineCount(1);
        }
    }

    @Test
    void a_line_that_is_no_decision_is_named() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.jsonl"), "{\"outcome\": 1}\n");

        Program.Result audited = run("audit", "--events", events().toString(), "--decisions", broken.toString());
        assertThat(audited.exitCode()).isEqualTo(1);
        assertThat(audited.err()).contains("broken.jsonl, line 1").hasLineCount(1);
    }

    @Test
    void a_real_trace_keeps_every_limit_and_every_promise() {
        assumeTrue(Files.exists(TRACE), "the trace is not here: nothing is proved about it");
        Path out = directory.resolve("trace.jsonl");
        run("simulate", "--events", TRACE.toString(), "--out", out.toString());

        Program.Result audited = run("audit", "--events", TRACE.toString(), "--decisions", out.toString());
        assertThat(audited.exitCode()).isZero();
        assertThat(audited.out()).contains("every limit and every promise held");
    }

    private Path events() throws Exception {
        return Files.write(directory.resolve("events.jsonl"), EVENTS);
    }

    private Path decided() throws Exception {
        Path out = directory.resolve("decisions.jsonl");
        run("simulate", "--events", events().toString(), "--out", out.toString());
        return out;
    }
}
