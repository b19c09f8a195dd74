package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.embedded.DataDirectory;
import dev.linewarden.embedded.Ports;
import dev.linewarden.support.Program;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class CommandLineTest {

    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();

    @TempDir
    private Path directory;

    @Test
    void a_mistyped_verb_is_wrong_usage_and_gets_a_hint() {
        assertThat(run("srve")).isEqualTo(2);
        assertThat(err()).contains("did you mean 'serve'?").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "dmeo, demo",
        "policy dfif, diff",
        "shadow stauts, status",
        "policy show --jsno, --json",
        "replay --verfiy, --verify"
    })
    void letters_in_the_wrong_order_get_one_too(String typed, String meant) {
        assertThat(run(typed.split(" "))).isEqualTo(2);
        assertThat(err()).contains("did you mean '" + meant + "'?");
    }

    @Test
    void no_verb_prints_the_usage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("simulate").contains("publish").contains("tail");
    }

    @Test
    void a_good_policy_is_exit_0_and_a_bad_one_exit_1_with_file_line_and_column() throws Exception {
        Path good = write("good.yaml", "burst: {max: 5}\n");
        Path bad = write("bad.yaml", "version: x\nburst:\n  mx: 5\n");

        assertThat(run("policy", "check", good.toString())).isZero();
        assertThat(run("policy", "check", bad.toString())).isEqualTo(1);
        assertThat(out())
                .contains(bad
                        + ":3:3: error: unknown key 'mx' in burst; did you mean 'max'?\n      mx: 5\n      ^\n1 error");
    }

    @Test
    void what_a_replay_could_not_reveal_it_refuses_to() throws Exception {
        Path policy = write("next.yaml", "burst: {max: 5}\n");

        assertThat(run("replay", "--policy", policy.toString(), "--reveal")).isEqualTo(2);
        assertThat(err()).contains("--reveal goes with --minimise").hasLineCount(1);
    }

    @Test
    void a_missing_file_is_wrong_usage() {
        assertThat(run("simulate", "--events", "nowhere.jsonl")).isEqualTo(2);
        assertThat(run("policy", "check", "nowhere.yaml")).isEqualTo(2);
        assertThat(run("test", "nowhere")).isEqualTo(2);
        assertThat(err()).hasLineCount(3).contains("nowhere");
    }

    @Test
    void a_broken_events_file_names_the_line() throws Exception {
        Path events = write("events.jsonl", """
                {"type": "tick", "at": "2026-03-02T18:00:00Z"}

                {"type": "request", "at": "2026-03-02T18:00:01Z", "request_id": "r1", "recipent": "a@example.com"}
                """);
        assertThat(run("simulate", "--events", events.toString())).isEqualTo(1);
        assertThat(err())
                .contains("line 3: unknown field 'recipent'")
                .contains("did you mean 'recipient'?")
                .hasLineCount(1);
    }

    @Test
    void events_out_of_order_and_nonsense_name_the_line() throws Exception {
        for (String second : new String[] {
            "{\"type\": \"tick\", \"at\": \"2026-03-02T17:59:59.999Z\"}",
            "nonsense",
            "[]",
            "{\"type\": \"tick\"}",
            "{\"type\": \"tik\", \"at\": \"2026-03-02T18:00:00Z\"}",
            "{\"type\": \"tick\", \"at\": \"yesterday\"}"
        }) {
            Path events =
                    write("events.jsonl", "{\"type\": \"tick\", \"at\": \"2026-03-02T18:00:00Z\"}\n" + second + "\n");
            assertThat(run("simulate", "--events", events.toString()))
                    .as(second)
                    .isEqualTo(1);
            assertThat(err()).contains("line 2: ");
            err.setLength(0);
        }
    }

    @Test
    void a_broken_line_leaves_no_half_written_output() throws Exception {
        String good = "{\"type\": \"request\", \"at\": \"2026-03-02T18:00:00Z\", \"request_id\": \"r1\","
                + " \"recipient\": \"a@example.com\", \"text\": \"Ready?\"}\n";
        Path decisions = write("out.jsonl", "what was there before");
        for (byte[] second : List.of(
                "{\"text\": \"Café\"}".getBytes(StandardCharsets.ISO_8859_1),
                good.strip().concat("{}").getBytes(StandardCharsets.UTF_8),
                good.replace("Ready?", "\\ud83d").getBytes(StandardCharsets.UTF_8),
                good.replace("2026-03-02T18", "+999999999-03-02T18").getBytes(StandardCharsets.UTF_8))) {
            Path events = directory.resolve("events.jsonl");
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(good.getBytes(StandardCharsets.UTF_8));
            both.writeBytes(second);
            Files.write(events, both.toByteArray());

            assertThat(run("simulate", "--events", events.toString(), "--out", decisions.toString()))
                    .isEqualTo(1);
            assertThat(err())
                    .contains(events + ", line 2: ")
                    .contains(decisions + " was not written")
                    .doesNotContain("unexpected")
                    .hasLineCount(1);
            assertThat(decisions).hasContent("what was there before");
            assertThat(directory.toFile().list()).containsExactlyInAnyOrder("out.jsonl", "events.jsonl");
            err.setLength(0);

            assertThat(run("publish", "events", events.toString())).isEqualTo(1);
            assertThat(err())
                    .contains(events + ", line 2: ")
                    .contains("nothing was published")
                    .hasLineCount(1);
            err.setLength(0);
        }
    }

    @Test
    void a_policy_that_is_not_utf_8_or_says_a_thing_twice_is_named_with_its_place() throws Exception {
        Path latin = directory.resolve("latin.yaml");
        Files.write(latin, "version: x\n# Café\n".getBytes(StandardCharsets.ISO_8859_1));
        Path twice = write("twice.yaml", "burst:\n  max: 5\n  max: 6\n");
        Path control = write("control.yaml", "version: x\nmode: \u0007\n");

        for (Path file : List.of(latin, twice, control)) {
            assertThat(run("policy", "check", file.toString())).isEqualTo(1);
        }
        assertThat(out())
                .contains(latin + ":2:6: error: byte 0xE9 at column 6 is not UTF-8")
                .contains(twice + ":3:3: error: key 'max' is given twice")
                .contains(control + ":2:7: error: not YAML: the character U+0007");
        assertThat(run("simulate", "--events", "x", "--policy", latin.toString()))
                .isEqualTo(2);
        assertThat(run("policy", "explain", latin.toString())).isEqualTo(1);
        assertThat(err()).contains(latin + ", line 2, column 6: byte 0xE9");
    }

    @Test
    void a_scenario_that_is_not_utf_8_or_says_a_thing_twice_is_broken_at_its_line() throws Exception {
        String scenario = "scenario: x\nsteps:\n  - at: 2026-03-02T18:00:00Z\n    ";
        Path latin = directory.resolve("latin.yaml");
        Files.write(latin, (scenario + "request: {text: Café}\n").getBytes(StandardCharsets.ISO_8859_1));
        Path twice = write("twice.yaml", scenario + "at: 2026-03-02T18:00:00Z\n");
        Path never = write("never.yaml", scenario.replace("03-02", "02-30") + "counts: {}\n");
        Path late = write("late.yaml", scenario + "counts: {}\n  - {at: +999999999d}\n");
        Path half = write(
                "half.yaml", scenario + "request: {request_id: r1, recipient: a@example.com, text: \"\\ud83d\"}\n");
        Path nobody =
                write("nobody.yaml", scenario + "conversation: {kind: OPTED_OUT, line: l, recipient: 949-555-0100}\n");

        for (Path file : List.of(latin, twice, never, late, half, nobody)) {
            assertThat(run("test", file.toString())).as(file.toString()).isEqualTo(1);
        }
        assertThat(err())
                .contains(latin + ", line 4: byte 0xE9")
                .contains(twice + ", line 4: key 'at' is given twice")
                .contains(never + ", line 3: at: '2026-02-30T18:00:00Z' is neither a time")
                .contains(late + ", line 5: at: ")
                .contains(half + ", line 3: text holds half a character")
                .contains(nobody + ", line 3: recipient can be read neither")
                .hasLineCount(6);
    }

    @Test
    void a_simulation_writes_decisions_and_a_summary() throws Exception {
        Path events = write("events.jsonl", """
                {"type": "policy", "at": "2026-03-02T18:00:00Z", "policy": {"consent": {"required": false}}}
                {"type": "line", "at": "2026-03-02T18:00:00Z", "line": "line-1", "server": "server-1"}
                {"type": "request", "at": "2026-03-02T18:00:01Z", "request_id": "r1", "recipient": "a@example.com", "text": "Ready?", "time_zone": "America/New_York"}
                {"type": "request", "at": "2026-03-02T20:00:01Z", "request_id": "r2", "recipient": "a@example.com", "text": "Ready?", "time_zone": "America/New_York"}
                """);
        Path decisions = directory.resolve("out.jsonl");

        assertThat(run(
                        "simulate",
                        "--events",
                        events.toString(),
                        "--out",
                        decisions.toString(),
                        "--until",
                        "2026-03-03T18:00:01Z"))
                .isZero();

        assertThat(Files.readAllLines(decisions))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"type\":\"decision\""));
        assertThat(Files.readAllLines(decisions).get(2))
                .contains("\"decision_id\":\"r2#2\"")
                .contains("APPROVED");
        assertThat(out())
                .contains("approved after waiting")
                .contains("FOLLOW_UP_SPACING")
                .contains("promises: 1 of 1 kept (100.0%)")
                .contains("3 decisions (1.50 a request)");
    }

    @Test
    void a_failing_scenario_is_exit_1_and_shows_what_was_decided() throws Exception {
        Path scenario = write("wrong.yaml", """
                scenario: wrong on purpose
                lines: [{line: line-1, server: server-1}]
                steps:
                  - {at: 2026-03-02T18:00:00Z, request: {request_id: r1, recipient: a@example.com, text: "Hi?"}, expect: {outcome: APPROVED}}
                """);
        assertThat(run("test", scenario.toString())).isEqualTo(1);
        assertThat(out())
                .contains("line 4")
                .contains("- r1#1 outcome: APPROVED\n    + r1#1 outcome: REJECTED\n")
                .contains("REJECT COLD_OUTREACH: no opt-in");
    }

    @Test
    void results_are_written_as_junit_xml_with_failures_and_broken_files() throws Exception {
        write("a-good.yaml", """
                scenario: nothing <happens> & nothing is decided
                steps: [{at: 2026-03-02T18:00:00Z, expect: []}]
                """);
        write("b-wrong.yaml", """
                scenario: wrong on purpose
                steps: [{at: 2026-03-02T18:00:00Z, alerts: [CLOCK_SKEW]}]
                """);
        write("c-broken.yaml", "scenario: x\nstps: []\n");
        Path report = directory.resolve("reports/linewarden.xml");

        assertThat(run("test", directory.toString(), "--junit", report.toString()))
                .isEqualTo(1);

        Element suite = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testsuite")
                .item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("name")
                        .getNodeValue())
                .isEqualTo("nothing <happens> & nothing is decided");
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains("- alerts: [CLOCK_SKEW]\n+ alerts: []");
        assertThat(suite.getElementsByTagName("error").item(0).getTextContent())
                .isEqualTo("unknown key 'stps'; did you mean 'steps'?");
    }

    @Test
    void a_broken_scenario_does_not_keep_the_others_from_running() throws Exception {
        write("a-broken.yaml", "scenario: x\nstps: []\n");
        write("b-good.yaml", "scenario: fine\nsteps: [{at: 2026-03-02T18:00:00Z, expect: []}]\n");

        assertThat(run("test", directory.toString())).isEqualTo(1);
        assertThat(out())
                .contains("BROKEN  a-broken.yaml")
                .contains("ok      b-good.yaml")
                .contains("1 passed, 1 failed");
    }

    @Test
    void a_scenario_may_name_a_policy_file_and_one_with_an_error_is_no_scenario() throws Exception {
        write("p.yaml", "consent: {required: false}\n");
        write("bad.yaml-policy", "consent: {requird: false}\n");
        String steps = """
                lines: [{line: line-1, server: server-1}]
                steps:
                  - {at: 2026-03-02T18:00:00Z, request: {request_id: r1, recipient: a@example.com, text: "Hi?"}, expect: {outcome: APPROVED}}
                """;
        Path good = write("good.yaml", "scenario: by file\npolicy: p.yaml\n" + steps);
        Path bad = write("bad.yaml", "scenario: by file\npolicy: bad.yaml-policy\n" + steps);
        Path missing = write("missing.yaml", "scenario: by file\npolicy: nowhere.yaml\n" + steps);
        Path inline = write("inline.yaml", "scenario: inline\npolicy: {brst: {}}\n" + steps);

        assertThat(run("test", good.toString())).isZero();
        assertThat(run("test", bad.toString(), missing.toString(), inline.toString()))
                .isEqualTo(1);
        assertThat(err())
                .contains("unknown key 'requird' in consent; did you mean 'required'?")
                .contains("policy: cannot read the file nowhere.yaml")
                .contains("inline.yaml, line 2: policy: unknown key 'brst' in the policy; did you mean 'burst'?");
    }

    @Test
    void a_policy_is_explained_in_sentences_with_what_is_set_and_where_defaults_come_from() throws Exception {
        Path policy = write("p.yaml", "version: mine\nnew-conversations:\n  limit: 40\nburst: {mode: off}\n");

        assertThat(run("policy", "explain", policy.toString())).isZero();
        assertThat(out())
                .contains("At most 40 new conversations a line and day; the day begins at 00:00 UTC.")
                .contains("limit: 40 - line 3, instead of 50 (the guide, enforced quotas: 50 new")
                .contains("At most 5,000 messages a server and day")
                .contains("burst  (off: not asked)");
    }

    @Test
    void the_defaults_are_explained_without_a_file_and_as_json() throws Exception {
        assertThat(run("policy", "explain", "--json")).isZero();

        JsonNode chapters = new ObjectMapper().readTree(out());
        assertThat(chapters.findValuesAsText("section")).contains("server-quota", "quiet-hours", "duplicates");
        for (JsonNode chapter : chapters) {
            assertThat(chapter.get("says")).isNotEmpty();
            for (JsonNode setting : chapter.get("settings")) {
                assertThat(setting.get("line").isNull()).isTrue();
                assertThat(setting.get("value")).isEqualTo(setting.get("default"));
                assertThat(setting.get("key").asText().equals("version")
                                || setting.get("source").isTextual()
                                || setting.get("key").asText().contains("regions"))
                        .as(setting.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void a_policy_with_errors_is_not_explained() throws Exception {
        Path bad = write("bad.yaml", "brst: {}\n");

        assertThat(run("policy", "explain", bad.toString())).isEqualTo(1);
        assertThat(err()).contains("unknown key 'brst'").hasLineCount(1);
    }

    @Test
    void an_unknown_scenario_key_names_file_and_line() throws Exception {
        Path scenario = write("typo.yaml", "scenario: x\nsteps:\n  - {at: 2026-03-02T18:00:00Z, expct: []}\n");
        assertThat(run("test", scenario.toString())).isEqualTo(1);
        assertThat(err()).contains("typo.yaml, line 3: unknown key 'expct'; did you mean 'expect'?");
    }

    @Test
    void an_occupied_port_says_which_and_how_to_choose_another() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(
                            "serve",
                            "--embedded",
                            "--data-dir",
                            directory.toString(),
                            "--kafka-port",
                            Integer.toString(taken.getLocalPort())))
                    .isEqualTo(1);
            assertThat(err())
                    .contains("port " + taken.getLocalPort() + " for Kafka is taken")
                    .contains("--kafka-port")
                    .hasLineCount(1);
        }
    }

    @Test
    void a_second_serve_on_the_same_data_directory_refuses() throws Exception {
        try (DataDirectory held = DataDirectory.open(directory)) {
            assertThat(run(
                            "serve",
                            "--embedded",
                            "--data-dir",
                            held.path().toString(),
                            "--kafka-port",
                            Integer.toString(Ports.free()),
                            "--registry-port",
                            Integer.toString(Ports.free()),
                            "--http-port",
                            Integer.toString(Ports.free())))
                    .isEqualTo(1);
            assertThat(err())
                    .contains("in use by another linewarden")
                    .contains("--data-dir")
                    .hasLineCount(1);
        }
    }

    @Test
    void an_impossible_port_is_wrong_usage() {
        assertThat(run("serve", "--http-port", "65536")).isEqualTo(2);
        assertThat(err()).contains("65536 is no port");
    }

    private int run(String... arguments) {
        Program.Result result = Program.run(arguments);
        out.append(result.out());
        err.append(result.err());
        return result.exitCode();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private String out() {
        return out.toString();
    }

    private String err() {
        return err.toString();
    }
}
