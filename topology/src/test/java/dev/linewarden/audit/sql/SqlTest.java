package dev.linewarden.audit.sql;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.support.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A little world, simulated and asked: two openers are answered, one only after a follow-up; one person opts out. */
class SqlTest {

    private static final String EVENTS = """
            {"type":"policy","at":"2026-03-02T11:00:00Z","policy":{"version":"little","consent":{"required":false},"quiet-hours":{"mode":"off"},"burst":{"min-gap":"0s","jitter":"0s"}}}
            {"type":"line","at":"2026-03-02T11:00:00Z","line":"line-1","server":"server-1"}
            {"type":"line","at":"2026-03-02T11:00:00Z","line":"line-2","server":"server-2"}
            {"type":"request","at":"2026-03-02T12:00:00Z","request_id":"a1","recipient":"anna@example.com","line":"line-1","text":"Ready, Anna?","labels":{"campaign":"spring"}}
            {"type":"request","at":"2026-03-02T12:01:00Z","request_id":"b1","recipient":"bob@example.com","line":"line-1","text":"Ready, Bob?","labels":{"campaign":"spring"}}
            {"type":"request","at":"2026-03-02T12:02:00Z","request_id":"c1","recipient":"cleo@example.com","line":"line-2","text":"Good news, Cleo","labels":{"campaign":"autumn"}}
            {"type":"conversation","at":"2026-03-02T12:30:00Z","kind":"INBOUND_MESSAGE","line":"line-1","recipient":"anna@example.com","text":"Yes please"}
            {"type":"request","at":"2026-03-02T12:31:00Z","request_id":"a2","recipient":"anna@example.com","line":"line-1","text":"Great"}
            {"type":"request","at":"2026-03-02T13:00:00Z","request_id":"b2","recipient":"bob@example.com","line":"line-1","text":"Still there?","labels":{"campaign":"spring"}}
            {"type":"conversation","at":"2026-03-02T14:00:00Z","kind":"INBOUND_MESSAGE","line":"line-2","recipient":"cleo@example.com","text":"STOP"}
            {"type":"request","at":"2026-03-02T14:01:00Z","request_id":"c2","recipient":"cleo@example.com","line":"line-2","text":"One more thing"}
            {"type":"request","at":"2026-03-02T14:05:00Z","request_id":"d1","recipient":"dora@example.com","line":"line-2","text":"Here it is","hold_for_reply":true}
            {"type":"conversation","at":"2026-03-03T13:00:00Z","kind":"INBOUND_MESSAGE","line":"line-1","recipient":"bob@example.com","text":"Sure"}
            {"type":"line","at":"2026-03-03T14:00:00Z","line":"line-2","server":"server-2","status":"FLAGGED"}
            {"type":"tick","at":"2026-03-04T12:00:00Z"}
            """;

    @TempDir
    private static Path directory;

    private static Path events;
    private static Path decisions;

    @BeforeAll
    static void a_world_is_simulated() throws Exception {
        events = Files.writeString(directory.resolve("events.jsonl"), EVENTS);
        decisions = directory.resolve("decisions.jsonl");
        assertThat(run("simulate", "--events", events.toString(), "--out", decisions.toString())
                        .exitCode())
                .isZero();
    }

    private static Program.Result sql(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 5);
        all[arguments.length] = "--decisions";
        all[arguments.length + 1] = decisions.toString();
        all[arguments.length + 2] = "--events";
        all[arguments.length + 3] = events.toString();
        all[arguments.length + 4] = arguments[0].equals("export") ? "--json" : "--cache=" + directory;
        return run(all);
    }

    private static String csv(String query) {
        Program.Result result = sql("sql", query, "--csv");
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    @Test
    void each_ready_query_answers_what_it_promises() {
        Map<String, String> answers = new TreeMap<>();
        answers.put("reply-rate-by-opener", """
                opener,sent,answered,reply_rate_percent,with_a_question,median_time_to_reply
                spring,2,2,100.0,2,12:44:30
                autumn,1,0,0.0,0,
                """);
        answers.put("follow-ups-answered", """
                message,sent,answered,answered_percent,median_time_to_reply
                1,4,1,25.0,00:30:00
                2,1,1,100.0,00:59:00
                """);
        answers.put("wait-by-cause", """
                cause,waits,still_waiting,then_approved,then_rejected,median_wait,longest_wait
                AWAITING_REPLY,1,1,0,0,,
                FOLLOW_UP_SPACING,1,0,1,0,23:01:00,23:01:00
                """);
        answers.put("promises-kept", """
                cause,promised,kept,moved,not_due_yet,kept_percent,moved_by
                FOLLOW_UP_SPACING,1,1,0,0,100.0,
                """);
        answers.put("cohort-by-line", """
                line,week,opened,answered_within_a_day,answered_within_a_week,follow_ups,opted_out
                line-1,2026-03-02,2,1,2,1,0
                line-2,2026-03-02,1,0,0,0,1
                """);
        answers.put("verdicts", """
                outcome,code,requests,percent,recipients
                APPROVED,,5,71.4,3
                DEFERRED,AWAITING_REPLY,1,14.3,1
                REJECTED,OPTED_OUT,1,14.3,1
                """);
        answers.put("verdicts-by-label", """
                label,value,requests,approved,waiting,rejected,most_often_rejected_by
                campaign,spring,3,3,0,0,
                campaign,autumn,1,1,0,0,
                """);
        answers.put("waiting-now", """
                cause,line,waiting,since,next_promised,last_promised
                AWAITING_REPLY,line-2,1,2026-03-02T14:05:00Z,,
                """);
        answers.put("opt-outs-after", """
                line,message,opted_out,median_time_after
                line-2,1,1,01:58:00
                """);
        answers.put("server-days", """
                server,day,sends,openers,most_lines_in_a_minute,most_in_a_minute
                server-1,2026-03-02,3,2,1,1
                server-2,2026-03-02,1,1,1,1
                server-1,2026-03-03,1,0,1,1
                """);
        answers.put("hours-of-day", """
                hour,sends,inbound
                12,5,1
                13,0,1
                14,0,1
                """);
        answers.put("closest-calls", """
                rule,line,decisions,most,limit_then
                """);
        answers.put("alerts-by-day", """
                day,kind,severity,alerts,lines
                2026-03-03,LINE_FLAGGED,CRITICAL,1,1
                """);
        String hash = csv("SELECT policy_hash FROM policies")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        answers.put("policies-at-work", """
                pool,version,hash,first_decision,last_decision,decisions,approved_percent
                default,little,HASH,2026-03-02T12:00:00Z,2026-03-03T12:01:00Z,8,62.5
                """.replace("HASH", hash));

        assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(ReadyQueries.names());
        answers.forEach((name, answer) -> {
            Program.Result result = sql("sql", "--query", name, "--csv");
            assertThat(result.err()).as(name).isEmpty();
            assertThat(result.out()).as(name).isEqualTo(answer);
        });
    }

    @Test
    void a_close_call_is_one_that_passed_at_nine_tenths_of_a_count() {
        assertThat(csv("SELECT rule, observed, limit_value FROM findings WHERE rule = 'server-quota'"
                        + " ORDER BY decided_at LIMIT 1"))
                .isEqualTo("rule,observed,limit_value\nserver-quota,0,5000\n");
    }

    @Test
    void nothing_tells_a_handle_or_a_text_unless_it_is_revealed_and_a_reveal_is_logged() throws Exception {
        for (String table :
                new String[] {"decisions", "findings", "conversations", "alerts", "requests", "waits", "sends"}) {
            assertThat(sql("sql", "FROM " + table, "--json").out())
                    .as(table)
                    .isNotEmpty()
                    .doesNotContain("anna@")
                    .doesNotContain("Ready, Anna")
                    .doesNotContain("Yes please");
        }
        assertThat(csv("SELECT DISTINCT recipient FROM decisions WHERE request_id = 'a1'"))
                .contains("a***@example.com");
        assertThat(sql("sql", "SELECT text FROM decisions").err())
                .contains("texts are there with --reveal alone")
                .hasLineCount(1);

        String query = "SELECT recipient, text FROM decisions WHERE recipient = 'anna@example.com' ORDER BY decided_at";
        Program.Result revealed = sql("sql", query, "--csv", "--reveal");
        assertThat(revealed.out())
                .isEqualTo("recipient,text\nanna@example.com,\"Ready, Anna?\"\nanna@example.com,Great\n");
        assertThat(revealed.err()).contains("revealed; logged in").hasLineCount(1);
        assertThat(Files.readString(directory.resolve("reveals.log")))
                .contains("\"verb\":\"sql\"")
                .contains("SELECT recipient, text FROM decisions WHERE recipient = '…'")
                .doesNotContain("anna@");
    }

    @Test
    void the_same_person_has_the_same_name_in_every_table() {
        assertThat(
                        csv(
                                "SELECT count(DISTINCT recipient_id) AS people FROM conversations JOIN requests USING (recipient_id)"))
                .isEqualTo("people\n3\n");
    }

    @Test
    void a_slip_in_a_query_is_answered_in_one_line_with_what_was_meant() {
        Program.Result column = sql("sql", "SELECT outcom FROM decisions");
        assertThat(column.exitCode()).isEqualTo(2);
        assertThat(column.err())
                .contains("\"outcom\" not found")
                .contains("\"outcome\"")
                .hasLineCount(1);
        Program.Result table = sql("sql", "SELECT * FROM decision");
        assertThat(table.exitCode()).isEqualTo(2);
        assertThat(table.err()).contains("Did you mean \"decisions\"?").hasLineCount(1);
        assertThat(sql("sql", "SELEC 1").err())
                .contains("syntax error at or near \"SELEC\"")
                .hasLineCount(1);
        assertThat(sql("sql", "SELECT 1,\n,").err()).contains("(line 2)").hasLineCount(1);
        assertThat(sql("sql", "SELECT CAST(outcome AS INTEGER) FROM decisions").exitCode())
                .isEqualTo(2);
        assertThat(sql("sql", "--query", "nothing").err()).contains("there are verdicts, ");
    }

    @Test
    void a_query_reaches_the_tables_alone() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.csv"), "a\n1\n");
        for (String query : new String[] {
            "DELETE FROM decisions",
            "CREATE TABLE mine (a INTEGER)",
            "CREATE TEMP TABLE mine (a INTEGER)",
            "SELECT 1; DROP TABLE decisions",
            "SELECT * FROM read_csv('" + secret + "')",
            "COPY decisions TO '" + directory.resolve("stolen.csv") + "'",
            "ATTACH '" + directory.resolve("other.duckdb") + "' AS other",
            "SET enable_external_access = true",
            "INSTALL httpfs"
        }) {
            Program.Result refused = sql("sql", query);
            assertThat(refused.exitCode()).as(query).isEqualTo(2);
            assertThat(refused.err())
                    .as(query)
                    .hasLineCount(1)
                    .containsAnyOf("can only be read", "reads the tables alone");
        }
        assertThat(directory.resolve("stolen.csv")).doesNotExist();
        assertThat(directory.resolve("other.duckdb")).doesNotExist();
    }

    @Test
    void rows_come_as_a_table_as_json_and_as_csv() {
        String query = "SELECT request_id, labels, attempt, not_before, hold_for_reply FROM decisions"
                + " WHERE request_id IN ('b2', 'd1') ORDER BY request_id, attempt";
        assertThat(sql("sql", query).out()).isEqualTo("""
                request_id  labels           attempt  not_before            hold_for_reply
                b2          campaign=spring        1  2026-03-03T12:01:00Z  false
                b2          campaign=spring        2                        false
                d1                                 1                        true
                """);
        assertThat(sql("sql", query, "--json").out())
                .startsWith("{\"request_id\":\"b2\",\"labels\":{\"campaign\":\"spring\"},\"attempt\":1,"
                        + "\"not_before\":\"2026-03-03T12:01:00Z\",\"hold_for_reply\":false}\n");
        assertThat(csv("SELECT 'a \"b\", c' AS x, [1, 2] AS l, NULL AS n, '' AS e"))
                .isEqualTo("x,l,n,e\n\"a \"\"b\"\", c\",\"1, 2\",,\"\"\n");
        assertThat(sql("sql", "SELECT 1 WHERE false").out()).contains("0 rows");
    }

    @Test
    void on_a_terminal_a_table_is_cut_to_fit_and_what_cannot_fit_is_listed_row_by_row() {
        System.setProperty("linewarden.terminal", "true");
        System.setProperty("linewarden.columns", "60");
        try {
            assertThat(sql(
                                    "sql",
                                    "SELECT request_id, detail FROM findings JOIN decisions USING (decision)"
                                            + " WHERE code = 'OPEN_WITH_QUESTION'")
                            .out()
                            .lines())
                    .allMatch(line -> line.length() <= 60)
                    .anyMatch(line -> line.startsWith("c1") && line.endsWith("…"))
                    .anyMatch(line -> line.contains("2 rows"));
            assertThat(sql("sql", "FROM decisions WHERE request_id = 'a1'")
                            .out()
                            .lines())
                    .allMatch(line -> line.length() <= 60)
                    .contains("  outcome            APPROVED")
                    .anyMatch(line -> line.contains("row 1"))
                    .anyMatch(line -> line.contains("1 row"));
        } finally {
            System.clearProperty("linewarden.terminal");
            System.clearProperty("linewarden.columns");
        }
    }

    @Test
    void a_query_may_stand_in_a_file_and_only_one_is_asked() throws Exception {
        Path file =
                Files.writeString(directory.resolve("q.sql"), "-- how many\nSELECT count(*) AS n\nFROM decisions;\n");
        assertThat(sql("sql", "-f", file.toString(), "--csv").out()).isEqualTo("n\n8\n");
        assertThat(sql("sql", "SELECT 1", "-f", file.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void without_a_query_it_says_what_can_be_asked() {
        Program.Result list = run("sql");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out())
                .contains("  decisions             Every verdict on every attempt")
                .contains("  promises-kept         Promised times: kept, moved and by what, not due yet.");
        assertThat(run("sql", "--describe", "waits").out()).contains("kept").contains("BOOLEAN");
        assertThat(run("sql", "--describe", "wait").err()).contains("waits");
        assertThat(run("sql", "--show", "verdicts").out()).startsWith("-- How requests stand or ended");
        assertThat(run("sql", "--json").out()).contains("\"name\":\"decisions\"");
    }

    @Test
    void every_table_column_and_query_is_on_the_page_about_them() throws Exception {
        String page = Files.readString(Path.of("../docs/sql.md"));
        for (SqlTables.Relation relation : SqlTables.layout(true)) {
            assertThat(page).contains("### " + relation.name()).contains(relation.meaning());
            relation.columns().forEach(column -> {
                assertThat(column.meaning())
                        .as(relation.name() + "." + column.name())
                        .isNotEmpty();
                assertThat(page)
                        .contains("| `" + column.name() + "` | " + column.type() + " | " + column.meaning() + " |");
            });
        }
        ReadyQueries.names()
                .forEach(name -> assertThat(page).contains("| `" + name + "` | " + ReadyQueries.purpose(name) + " |"));
    }

    @Test
    void an_export_has_a_directory_a_day_and_repeats_without_a_trace() throws Exception {
        Path target = directory.resolve("exported");
        Program.Result first = sql("export", target.toString());
        assertThat(first.err()).isEmpty();
        assertThat(first.out())
                .contains("{\"table\":\"decisions\",\"day\":\"2026-03-02\",\"rows\":7,\"state\":\"written\"")
                .contains("{\"table\":\"conversations\",\"day\":\"2026-03-03\",\"rows\":1,\"state\":\"written\"");
        Path day = target.resolve("decisions/day=2026-03-02/decisions.parquet");
        byte[] before = Files.readAllBytes(day);
        assertThat(new String(before, StandardCharsets.ISO_8859_1)).doesNotContain("anna@");

        assertThat(sql("export", target.toString()).out()).contains("unchanged").doesNotContain("written");
        assertThat(Files.readAllBytes(day)).isEqualTo(before);
        try (var database = DriverManager.getConnection("jdbc:duckdb:");
                var statement = database.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*), count(DISTINCT d.day), count(DISTINCT f.rule) > 10 FROM '"
                                + target + "/decisions/*/*.parquet' d JOIN '" + target
                                + "/findings/*/*.parquet' f USING (decision)"
                                + " WHERE d.binding_code IS NULL")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(2)).isEqualTo(2);
            assertThat(row.getBoolean(3)).isTrue();
        }
        Program.Result other = sql("export", target.toString(), "--reveal");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("name another directory");
    }
}
