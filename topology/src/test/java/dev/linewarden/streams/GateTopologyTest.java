package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Place;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import dev.linewarden.support.MemoryRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class GateTopologyTest {

    private static final Path GOLDEN = Path.of("src/test/resources/topology.golden.txt");
    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");

    @Test
    void the_topology_is_the_golden_one() throws IOException {
        GateTopology.Parts parts = new GateTopology.Parts(
                new Topics(""),
                () -> new RecordDeserializer(MemoryRegistry.client()),
                () -> new RecordSerializer(MemoryRegistry.client()),
                LibraryFacts::new,
                new PolicyYaml(),
                Duration.ofSeconds(1));
        String described = GateTopology.build(parts, null).describe().toString();

        // Renaming a store or node orphans its changelog: change the golden file only with a migration.
        assertThat(described).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void the_minutes_of_a_line_are_forgotten_a_day_after_their_window() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            stage.take(NOON, LineUpdates.of("default", "line-1", "s", LineStatus.ACTIVE, null, NOON, null));
            OutboundRequest request = request("r1");
            request.setConsent(new Consent("form", null));
            stage.take(NOON, request);

            stage.passMinutes((int) Duration.ofHours(23).toMinutes());
            assertThat(stage.keys(Table.LINE_BURSTS)).hasSize(1);

            stage.passMinutes((int) Duration.ofHours(3).toMinutes());
            assertThat(stage.keys(Table.LINE_BURSTS)).isEmpty();
        }
    }

    @Test
    void undecodable_bytes_on_any_input_become_dead_letters_and_the_gate_goes_on() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            byte[] secret = "call +19495550100 now".getBytes(StandardCharsets.UTF_8);
            for (String topic : TopologyStage.TOPICS.inputs()) {
                stage.send(topic, secret, NOON);
            }
            stage.send(TopologyStage.TOPICS.journal(), secret, NOON);

            List<TestRecord<byte[], byte[]>> letters = stage.deadLetters().readRecordsToList();
            assertThat(letters).hasSize(6).allSatisfy(letter -> {
                assertThat(letter.value()).isEqualTo(secret);
                assertThat(letter.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
                assertThat(header(letter, "error")).isEqualTo("not in the Confluent wire format");
                assertThat(header(letter, "offset")).matches("[0-9]+");
            });
            assertThat(letters)
                    .extracting(letter -> header(letter, "topic"))
                    .containsExactlyInAnyOrder(
                            "outbound-requests", "conversation-events", "lines", "policies", "commands", "journal");

            stage.take(NOON, LineUpdates.of("default", "line-1", "s", LineStatus.ACTIVE, null, NOON, null));
            stage.take(NOON, request("r1"));
            assertThat(stage.decisions()).hasSize(1);
        }
    }

    @Test
    void the_error_of_a_dead_letter_tells_nothing_of_its_content() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            byte[] truncated = stage.serializer().serialize("outbound-requests", request("r1"));
            byte[] cut = java.util.Arrays.copyOf(truncated, truncated.length / 2);
            stage.send("outbound-requests", cut, NOON);

            TestRecord<byte[], byte[]> letter = stage.deadLetters().readRecord();
            letter.headers().forEach(each -> assertThat(new String(each.value(), StandardCharsets.UTF_8))
                    .doesNotContain("5550100")
                    .doesNotContain("Ready")
                    .doesNotContain("Exception in"));
            assertThat(header(letter, "error")).startsWith("not an OutboundRequest");
        }
    }

    @Test
    void a_record_on_the_wrong_topic_and_an_unknown_schema_are_dead_letters() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            stage.send("commands", stage.serializer().serialize("outbound-requests", request("r1")), NOON);
            stage.send("commands", new byte[] {0, 0, 0, 99, 99, 1}, NOON);

            assertThat(stage.deadLetters().readRecordsToList())
                    .extracting(letter -> header(letter, "error"))
                    .containsExactly(
                            "an OutboundRequest where this topic carries Command records",
                            "the registry has no schema with id 25443");
        }
    }

    @Test
    void a_value_is_taken_up_to_a_mebibyte_and_left_out_beyond() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            stage.take(NOON, LineUpdates.of("default", "line-1", "s", LineStatus.ACTIVE, null, NOON, null));
            for (int length : new int[] {Topics.MAX_INPUT_BYTES - 1, Topics.MAX_INPUT_BYTES}) {
                stage.send("outbound-requests", sized(stage, length), NOON);
                assertThat(stage.decisions())
                        .singleElement()
                        .extracting(Decision::getBindingCode)
                        .isEqualTo("INVALID_REQUEST");
            }
            stage.send("outbound-requests", sized(stage, Topics.MAX_INPUT_BYTES + 1), NOON);

            assertThat(stage.decisions()).isEmpty();
            TestRecord<byte[], byte[]> letter = stage.deadLetters().readRecord();
            assertThat(letter.value()).isNull();
            assertThat(header(letter, "error")).contains("1048577 bytes, allowed are 1048576");
        }
    }

    @Test
    void a_bug_in_judging_buries_the_entry_leaves_no_trace_of_it_and_the_gate_goes_on() {
        RecipientFacts broken = new RecipientFacts() {
            @Override
            public List<Place> placesOf(String phoneNumber) {
                throw new IllegalStateException("cannot place " + phoneNumber);
            }

            @Override
            public boolean hasLink(String text) {
                return false;
            }
        };
        try (TopologyStage stage = new TopologyStage(NOON, () -> broken)) {
            stage.take(NOON, LineUpdates.of("default", "line-1", "s", LineStatus.ACTIVE, null, NOON, null));
            OutboundRequest unlucky = request("r1");
            unlucky.setConsent(new Consent("form", NOON));
            stage.take(NOON, unlucky);

            TestRecord<byte[], byte[]> letter = stage.deadLetters().readRecord();
            assertThat(header(letter, "error")).isEqualTo("could not be judged: IllegalStateException");
            assertThat(header(letter, "topic")).isEqualTo("journal");
            assertThat(stage.decisions()).isEmpty();

            unlucky.setTimeZone("America/New_York");
            stage.take(NOON.plusSeconds(1), unlucky);
            assertThat(stage.decisions())
                    .singleElement()
                    .extracting(Decision::getOutcome)
                    .isEqualTo(Outcome.APPROVED);
        }
    }

    @Test
    void one_person_under_two_spellings_shares_every_limit_and_the_wish() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            stage.take(NOON, LineUpdates.of("default", "line-1", "s", LineStatus.ACTIVE, null, NOON, null));
            OutboundRequest first = request("r1");
            first.setRecipient("+1 (949) 555-0100");
            first.setConsent(new Consent("form", null));
            stage.take(NOON, first);
            assertThat(stage.decisions())
                    .singleElement()
                    .satisfies(decision -> assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED))
                    .satisfies(decision ->
                            assertThat(decision.getRequest().getRecipient()).isEqualTo("+19495550100"));
            assertThat(stage.keys(Table.RECIPIENTS)).singleElement().asString().contains("+19495550100");

            OutboundRequest second = request("r2");
            second.setRecipient("tel:0019495550100");
            second.setConsent(new Consent("form", null));
            stage.take(NOON.plusSeconds(600), second);
            assertThat(stage.decisions())
                    .singleElement()
                    .extracting(Decision::getBindingCode)
                    .isEqualTo("FOLLOW_UP_SPACING");

            stage.take(NOON.plusSeconds(601), heard("19495550100", "STOP"));
            OutboundRequest third = request("r3");
            third.setConsent(new Consent("form", null));
            stage.take(NOON.plusSeconds(602), third);
            assertThat(stage.decisions()).extracting(Decision::getBindingCode).contains("OPTED_OUT");
            assertThat(stage.keys(Table.RECIPIENTS)).hasSize(1);
        }
    }

    @Test
    void an_event_or_a_command_about_nobody_is_a_dead_letter_and_a_request_to_nobody_a_decision() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            send(stage, heard("(949) 555-0100", "STOP"));
            send(stage, new Command("default", CommandKind.FORGET, null, "9495550100", NOON, null, null));
            send(stage, new Command("default", CommandKind.FORGET, null, null, NOON, null, null));
            send(stage, new Command("default", CommandKind.CANCEL, "", null, NOON, null, null));
            OutboundRequest request = request("r1");
            request.setRecipient("(949) 555-0100");
            send(stage, request);

            assertThat(stage.deadLetters().readRecordsToList())
                    .extracting(letter -> header(letter, "error"))
                    .satisfiesExactly(
                            error -> assertThat(error).startsWith("recipient can be read neither"),
                            error -> assertThat(error).startsWith("recipient can be read neither"),
                            error -> assertThat(error).isEqualTo("FORGET needs a recipient"),
                            error -> assertThat(error).isEqualTo("CANCEL needs a request_id"))
                    .noneMatch(error -> error.contains("949) "));
            assertThat(stage.decisions())
                    .singleElement()
                    .extracting(Decision::getDecisionId)
                    .asString()
                    .startsWith("r1#invalid-0-");
        }
    }

    private static void send(TopologyStage stage, SpecificRecord input) {
        String topic = TopologyStage.TOPICS.inputOf(input);
        stage.send(topic, stage.serializer().serialize(topic, input), NOON);
    }

    @Test
    void of_somebody_who_is_forgotten_the_changelogs_hold_no_handle_and_the_opt_out_is_kept() {
        try (TopologyStage stage = new TopologyStage(NOON)) {
            stage.take(NOON, LineUpdates.of("default", "line-1", "s", LineStatus.ACTIVE, null, NOON, null));
            OutboundRequest sent = request("sent");
            sent.setConsent(new Consent("form", null));
            stage.take(NOON, sent);
            stage.take(NOON, heard("+19495550100", "STOP"));
            OutboundRequest waits = request("waits");
            waits.setNotBefore(NOON.plusSeconds(60));
            stage.take(NOON, waits);

            stage.take(
                    NOON.plusSeconds(1),
                    new Command("default", CommandKind.FORGET, null, "+19495550100", NOON, null, null));
            stage.take(NOON.plusSeconds(2), request("again"));

            assertThat(stage.decisions())
                    .filteredOn(decision -> decision.getDecisionId().equals("again#1"))
                    .extracting(Decision::getBindingCode)
                    .containsExactly("OPTED_OUT");
            assertThat(stage.changelogs()).isNotEmpty().noneMatch(kept -> kept.contains("9495550100"));
            assertThat(stage.keys(Table.RECIPIENTS)).hasSize(1);
        }
    }

    private static ConversationEvent heard(String recipient, String text) {
        return new ConversationEvent(
                "e1", "default", "line-1", recipient, ConversationKind.INBOUND_MESSAGE, NOON, text, null);
    }

    private static byte[] sized(TopologyStage stage, int length) {
        OutboundRequest request = request("big");
        request.setText("");
        int overhead = stage.serializer().serialize("outbound-requests", request).length;
        // The text's length takes three bytes more than that of none.
        request.setText("x".repeat(length - overhead - 3));
        byte[] bytes = stage.serializer().serialize("outbound-requests", request);
        request.setText("x".repeat(length - overhead - 3 + (length - bytes.length)));
        bytes = stage.serializer().serialize("outbound-requests", request);
        assertThat(bytes).hasSize(length);
        return bytes;
    }

    private static OutboundRequest request(String id) {
        OutboundRequest request = new OutboundRequest();
        request.setRequestId(id);
        request.setPool("default");
        request.setRecipient("+19495550100");
        request.setText("Ready?");
        request.setAttachments(List.of());
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setPriority(Priority.NORMAL);
        request.setCreatedAt(NOON);
        request.setLabels(Map.of());
        return request;
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
