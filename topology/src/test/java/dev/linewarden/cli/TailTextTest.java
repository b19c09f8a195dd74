package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.SuspensionOrders;
import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.registry.AvroSafety;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TailTextTest {

    private static final Instant AT = Instant.parse("2026-03-05T14:00:00Z");
    private static final ObjectNode JSON = JsonNodeFactory.instance.objectNode();

    @BeforeAll
    static void trust_our_own_records() {
        AvroSafety.apply();
    }

    private final TailText masked = new TailText(false);

    @Test
    void an_approval_says_when_which_line_and_to_whom_in_part() {
        assertThat(masked.of(decision(Outcome.APPROVED, null, null, null), JSON, AT))
                .isEqualTo("03-05 14:00:00  APPROVED  r-1#1  line-1  +1949***00");
    }

    @Test
    void a_deferral_says_why_and_until_when() {
        assertThat(masked.of(decision(Outcome.DEFERRED, "LINE_BURST", null, AT.plusSeconds(42)), JSON, AT))
                .endsWith("LINE_BURST until 14:00 (in 42 seconds)");
        assertThat(masked.of(decision(Outcome.DEFERRED, "AWAITING_REPLY", null, null), JSON, AT))
                .endsWith("AWAITING_REPLY, held until something happens");
    }

    @Test
    void a_refusal_says_why_in_the_words_of_its_finding() {
        assertThat(masked.of(decision(Outcome.REJECTED, "OPTED_OUT", "said STOP", null), JSON, AT))
                .endsWith("OPTED_OUT: said STOP");
    }

    @Test
    void a_suspension_says_of_what_until_when_and_why() {
        Instant end = Instant.parse("2026-03-05T16:00:00Z");
        assertThat(masked.of(
                        SuspensionOrders.suspend("care", new Label("campaign", "spring"), end, "wrong price", AT),
                        JSON,
                        AT))
                .endsWith("SUSPEND   campaign=spring  until 2026-03-05T16:00:00Z  wrong price");
        assertThat(masked.of(SuspensionOrders.resume("care", Label.NONE, AT), JSON, AT))
                .endsWith("RESUMED   pool care");
    }

    @Test
    void texts_are_told_by_their_length_unless_revealed() {
        ConversationEvent event = ConversationEvent.newBuilder()
                .setEventId("e-1")
                .setLine("line-1")
                .setRecipient("+19495550100")
                .setKind(ConversationKind.INBOUND_MESSAGE)
                .setAt(AT)
                .setText("see you\nat five")
                .build();

        assertThat(masked.of(event, JSON, AT))
                .isEqualTo("03-05 14:00:00  EVENT     INBOUND_MESSAGE  line-1  +1949***00  15 characters");
        assertThat(new TailText(true).of(event, JSON, AT))
                .contains("+19495550100")
                .endsWith("\"see you at five\"");
    }

    @Test
    void what_has_no_record_says_what_it_is_and_what_is_wrong() {
        ObjectNode letter = JSON.deepCopy().put("type", "dead-letter").put("error", "no such schema");

        assertThat(masked.of(null, letter, AT)).isEqualTo("03-05 14:00:00  dead-letter  no such schema");
    }

    private static Decision decision(
            Outcome outcome, @Nullable String code, @Nullable String detail, @Nullable Instant notBefore) {
        return Decision.newBuilder()
                .setDecisionId("r-1#1")
                .setRequest(OutboundRequest.newBuilder()
                        .setRequestId("r-1")
                        .setRecipient("+19495550100")
                        .setText("Ready?")
                        .setCreatedAt(AT)
                        .build())
                .setOutcome(outcome)
                .setLine("line-1")
                .setServer("server-1")
                .setFindings(List.of(Finding.newBuilder()
                        .setRule("rule")
                        .setCode(code)
                        .setEffect(code == null ? Effect.PASS : Effect.REJECT)
                        .setEnforced(true)
                        .setDetail(detail)
                        .build()))
                .setBindingCode(code)
                .setNotBefore(notBefore)
                .setAttempt(1)
                .setDecidedAt(AT)
                .setPolicyVersion("default")
                .setPolicyHash("0")
                .setJournalPartition(0)
                .setJournalOffset(0)
                .build();
    }
}
