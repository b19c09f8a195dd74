package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import dev.linewarden.simulate.EventReader.TimedEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final String TICK = "{\"type\": \"tick\", \"at\": \"2026-03-02T18:00:00Z\"}";
    private static final String REQUEST =
            "\"type\": \"request\", \"at\": \"2026-03-02T18:00:00Z\", \"request_id\": \"r1\","
                    + " \"recipient\": \"a@example.com\"";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'%s', "text": "a"}{"type": "tick"} | something stands behind the JSON object
            {'%s', "text": "a"} true            | something stands behind the JSON object
            {'%s', "text": "a"} x               | not JSON
            {'%s', "text": "a"}]                | not JSON
            {'%s', "text": "a"},                | not JSON
            {'%s', "text": "a", "text": "b"}    | Duplicate field 'text'
            {'%s', "request_id": "r2"}          | Duplicate field 'request_id'
            {'%s', "labels": {"a": "", "a": ""}}| Duplicate field 'a'
            {'%s', "text": "Ready \\ud83d?"}    | text holds half a character
            {'%s', "text": "\\ude00\\ud83d"}    | text holds half a character
            {'%s', "labels": {"\\ud83d": "x"}}  | a key of labels holds half a character
            {'%s', "not_before": "2026-02-30T18:00:00Z"}           | not_before: '2026-02-30T18:00:00Z' is not a time
            {'%s', "not_before": "2026-03-02T24:00:00Z"}           | not_before: '2026-03-02T24:00:00Z' is not a time
            {'%s', "not_before": "2026-03-02T18:00:00"}            | not_before: '2026-03-02T18:00:00' is not a time
            {'%s', "not_before": "+10000-01-01T00:00:00Z"}         | not_before: '+10000-01-01T00:00:00Z' is not a time
            {'%s', "not_before": "0000-12-31T23:59:59Z"}           | not_before: '0000-12-31T23:59:59Z' is not a time
            {'%s', "not_before": "+999999999-12-31T23:59:59Z"}     | not_before: '+999999999-12-31T23:59:59Z' is not a time
            {'%s', "not_before": 1772474400000}                    | not_before must be a time
            """)
    void a_line_that_is_not_one_good_object_is_named(String line, String why) {
        EventReader reader = new EventReader("events.jsonl");

        assertThatThrownBy(() -> {
                    reader.read(TICK);
                    reader.read(line.replace("'%s'", REQUEST));
                })
                .isInstanceOf(BrokenLineException.class)
                .hasMessageStartingWith("events.jsonl, line 2: ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30T18:00:00Z",
                "2026-13-01T18:00:00Z",
                "+1000000000-01-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z",
                "-1000-01-01T00:00:00Z",
                "now"
            })
    void an_impossible_time_of_an_event_is_named(String at) {
        assertThatThrownBy(() -> new EventReader("f").read(TICK.replace("2026-03-02T18:00:00Z", at)))
                .isInstanceOf(BrokenLineException.class)
                .hasMessage("f, line 1: at: '" + at + "' is not a time such as 2026-03-02T18:00:00Z");
    }

    @Test
    void a_record_of_another_type_is_named_in_english() {
        assertThatThrownBy(() -> new EventReader("f").readRecord("{\"type\": \"alert\"}", "request"))
                .hasMessage("f, line 1: an alert where each line is a request");
    }

    @Test
    void the_first_and_the_last_possible_time_are_taken() throws BrokenLineException {
        EventReader reader = new EventReader("f");
        reader.read(TICK.replace("2026-03-02T18:00:00Z", "0001-01-01T00:00:00Z"));
        reader.read(TICK.replace("2026-03-02T18:00:00Z", "9999-12-31T23:59:59.999Z"));
    }

    @Test
    void whole_characters_beyond_the_basic_plane_are_taken() throws BrokenLineException {
        OutboundRequest request =
                (OutboundRequest) read("{" + REQUEST + ", \"text\": \"\\ud83d\\ude00 \uD83D\uDE00\"}");

        assertThat(request.getText()).isEqualTo("\uD83D\uDE00 \uD83D\uDE00");
    }

    @Test
    void handles_get_their_one_spelling() throws BrokenLineException {
        OutboundRequest request =
                (OutboundRequest) read("{" + REQUEST.replace("a@example.com", "+1 (949) 555-0100") + "}");
        ConversationEvent event =
                (ConversationEvent) read("{\"type\": \"conversation\", \"at\": \"2026-03-02T18:00:00Z\","
                        + " \"kind\": \"OPTED_OUT\", \"line\": \"l\", \"recipient\": \"mailto:A@example.com\"}");
        Command command =
                (Command) read("{\"type\": \"command\", \"at\": \"2026-03-02T18:00:00Z\", \"kind\": \"FORGET\","
                        + " \"recipient\": \"19495550100\"}");

        assertThat(request.getRecipient()).isEqualTo("+19495550100");
        assertThat(event.getRecipient()).isEqualTo("a@example.com");
        assertThat(command.getRecipient()).isEqualTo("+19495550100");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type": "conversation", "kind": "INBOUND_MESSAGE", "line": "l", "recipient": "9495550100" | recipient can be read neither
            "type": "conversation", "kind": "SENT_ELSEWHERE", "line": "l", "recipient": "me"          | recipient can be read neither
            "type": "conversation", "kind": "OPTED_IN", "line": "l", "recipient": ""                  | recipient can be read neither
            "type": "command", "kind": "FORGET", "recipient": "(949) 555-0100"                        | recipient can be read neither
            "type": "command", "kind": "FORGET"                                                       | FORGET needs a recipient
            "type": "command", "kind": "CANCEL", "recipient": "a@example.com"                         | CANCEL needs a request_id
            "type": "command", "kind": "RELEASE", "request_id": " "                                   | RELEASE needs a request_id
            """)
    void what_would_be_swallowed_is_refused_without_repeating_the_handle(String fields, String why) {
        assertThatThrownBy(() -> read("{" + fields + ", \"at\": \"2026-03-02T18:00:00Z\"}"))
                .isInstanceOf(BrokenLineException.class)
                .hasMessageStartingWith("f, line 1: " + why)
                .hasMessageNotContaining("949) 555")
                .hasMessageNotContaining("9495550100 ");
    }

    @Test
    void a_request_to_nobody_is_left_to_the_gate_which_answers_it() throws BrokenLineException {
        OutboundRequest request = (OutboundRequest) read("{" + REQUEST.replace("a@example.com", "9495550100") + "}");

        assertThat(request.getRecipient()).isEqualTo("9495550100");
    }

    @Test
    void lines_end_with_a_line_feed_a_carriage_return_before_it_and_the_file() throws Exception {
        assertThat(lines("a\r\nb\n\nü".getBytes(StandardCharsets.UTF_8))).containsExactly("a", "b", "", "ü");
        assertThat(lines("a\n".getBytes(StandardCharsets.UTF_8))).containsExactly("a");
        assertThat(lines(new byte[0])).isEmpty();
        assertThat(lines(("\uFEFFa" + "x".repeat(70_000) + "\nb").getBytes(StandardCharsets.UTF_8)))
                .containsExactly("a" + "x".repeat(70_000), "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252"})
    void bytes_that_are_not_utf_8_are_named(String charset) throws Exception {
        byte[] latin = (TICK + "\nCafé?\n").getBytes(charset);

        assertThatThrownBy(() -> lines(latin))
                .isInstanceOf(BrokenLineException.class)
                .hasMessage("f, line 2: byte 0xE9 at column 4 is not UTF-8: save the text as UTF-8");
    }

    @Test
    void half_a_character_in_bytes_is_not_utf_8_either() {
        assertThatThrownBy(() -> lines(new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                .hasMessageContaining("line 1: byte 0xED at column 2");
        assertThatThrownBy(() -> lines(new byte[] {'a', (byte) 0xF0, (byte) 0x9F}))
                .hasMessageContaining("line 1: byte 0xF0 at column 2");
    }

    private static Object read(String line) throws BrokenLineException {
        TimedEvent event = new EventReader("f").read(line);
        return event == null ? null : event.event();
    }

    private static List<String> lines(byte[] bytes) throws IOException, BrokenLineException {
        List<String> found = new ArrayList<>();
        try (EventLines lines = new EventLines(new ByteArrayInputStream(bytes), "f")) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                found.add(line);
            }
        }
        return found;
    }
}
