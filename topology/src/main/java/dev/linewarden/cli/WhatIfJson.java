package dev.linewarden.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.Direction;
import dev.linewarden.audit.replay.FlipLedger;
import dev.linewarden.audit.replay.FlipLedger.By;
import dev.linewarden.audit.replay.FlipLedger.First;
import dev.linewarden.audit.replay.OutcomeScore;
import dev.linewarden.audit.replay.Spread;
import dev.linewarden.audit.replay.WhatIf.Answer;
import dev.linewarden.audit.replay.WhatIf.Answers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** What other policies would have changed, as JSON. */
final class WhatIfJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private WhatIfJson() {}

    /** All of it, one candidate after the other: each may name a hundred thousand recipients. */
    static void write(Answers answers, PrintWriter to) throws IOException {
        JsonGenerator json = MAPPER.createGenerator(to).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : head(answers).properties()) {
            json.writeFieldName(field.getKey());
            json.writeTree(field.getValue());
        }
        json.writeArrayFieldStart("candidates");
        for (Answer answer : answers.answers()) {
            json.writeTree(of(answer));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        to.println();
    }

    /**
     * What a page shows: neither the changes one by one nor all first divergences.
     *
     * @param firsts how many of each kind, the earliest
     */
    static ObjectNode summary(Answers answers, int firsts) {
        ObjectNode json = head(answers);
        ArrayNode candidates = json.putArray("candidates");
        answers.answers().forEach(answer -> candidates.add(summary(answer, firsts)));
        return json;
    }

    /** What there is to say without any candidate. */
    static ObjectNode head(Answers answers) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("state", stateOf(answers))
                .put("identity", answers.identity().isIdentity())
                .put("identity_of", answers.identity().same())
                .put("note", WhatIfText.HELD)
                .put("millis", answers.took().toMillis());
    }

    private static String stateOf(Answers answers) {
        if (answers.isRefused()) {
            return "refused";
        }
        return answers.isCancelled() ? "cancelled" : "ok";
    }

    private static ObjectNode of(Answer answer) {
        ObjectNode json = summary(answer, Integer.MAX_VALUE);
        json.put("changed_left_out", answer.ledger().leftOut());
        ArrayNode flips = json.putArray("changed");
        answer.ledger().sample().forEach(flip -> flips.add(of(flip)));
        return json;
    }

    private static ObjectNode summary(Answer answer, int most) {
        FlipLedger ledger = answer.ledger();
        SortedMap<String, First> recipients = ledger.firstOfRecipients();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", answer.change().name())
                .put("state", ledger.requests() == 0 ? "empty" : "ok")
                .put("requests", ledger.requests())
                .put("unchanged", ledger.unchanged())
                .put("unchanged_by_another_line", ledger.otherLine())
                .put("unchanged_for_another_reason", ledger.otherReason())
                .put("flips", ledger.flips())
                .put("newly_rejected", ledger.newlyRejected())
                .put("newly_approved", ledger.newlyApproved());
        ObjectNode counts = json.putObject("counts");
        ObjectNode firstOrder = json.putObject("first_order");
        for (Direction direction : Direction.values()) {
            counts.put(key(direction), ledger.count(direction));
            firstOrder.put(key(direction), ledger.firstOrder(direction));
        }
        json.set("later", of(ledger.later()));
        json.set("earlier", of(ledger.earlier()));
        ObjectNode breakdown = json.putObject("by");
        for (By by : By.values()) {
            ObjectNode cells = breakdown.putObject(by.name().toLowerCase(Locale.ROOT));
            ledger.by(by).forEach((key, cell) -> {
                ObjectNode its = cells.putObject(key);
                cell.forEach((direction, count) -> its.put(key(direction), count));
            });
        }
        json.putObject("diverged")
                .put("recipients", recipients.size())
                .put("recipients_left_out", ledger.areRecipientsLeftOut())
                .put("lines", ledger.firstOfLines().size())
                .put("servers", ledger.firstOfServers().size());
        ObjectNode firsts = json.putObject("first_divergence");
        firsts.set("recipients", of(recipients, most));
        firsts.set("lines", of(ledger.firstOfLines(), most));
        firsts.set("servers", of(ledger.firstOfServers(), most));
        json.set("outcomes", of(answer.score()));
        return json;
    }

    private static String key(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode of(Spread spread) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("requests", spread.count());
        return spread.count() == 0
                ? json
                : json.put("half_at_most_millis", spread.half()).put("most_millis", spread.most());
    }

    private static ObjectNode of(SortedMap<String, First> firsts, int most) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        WhatIfText.earliest(firsts, most).forEach((name, first) -> json.putObject(name)
                .put("at", first.at().toString())
                .put("journal_partition", first.partition())
                .put("journal_offset", first.offset())
                .put("request_id", first.requestId())
                .put("first_order", first.isFirstOrder()));
        return json;
    }

    private static ObjectNode of(FlipLedger.Flip flip) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", flip.requestId())
                .put("pool", flip.pool())
                .put("at", flip.at().toString())
                .put("journal_partition", flip.partition())
                .put("journal_offset", flip.arrival())
                .put("change", key(flip.direction()))
                .put("first_order", flip.isFirstOrder());
        if (flip.later() != 0) {
            json.put("later_millis", flip.later());
        }
        if (flip.recordedCode() != null) {
            json.put("recorded_code", flip.recordedCode());
        }
        if (flip.wouldCode() != null) {
            json.put("would_code", flip.wouldCode());
        }
        return json;
    }

    private static ObjectNode of(OutcomeScore score) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!score.isMeasured()) {
            return json.put("state", "not measured");
        }
        return json.put("state", "ok")
                .put("opt_outs", score.optOuts())
                .put("opt_outs_prevented", score.optOutsPrevented())
                .put("flags", score.flags())
                .put("flags_after_held_sends", score.flagsTouched())
                .put("sends_before_flags", score.sendsBeforeFlags())
                .put("sends_before_flags_held", score.sendsBeforeFlagsHeld())
                .put("replies", score.replies())
                .put("replies_lost", score.repliesLost())
                .put("sends_with_unknown_outcome", score.unknown());
    }
}
