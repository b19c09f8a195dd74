package dev.linewarden.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Masked;
import dev.linewarden.schemas.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request's story for machines: each attempt is the decision as its topic has it, and the end of its wait. */
public final class StoryJson {

    private StoryJson() {}

    /** The story; without {@code reveal} handles are masked and what was written is left out. */
    public static ObjectNode of(Story story, @Nullable WhyNot whyNot, boolean reveal) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", story.requestId())
                .put("pool", story.pool());
        var attempts = json.putArray("attempts");
        for (Story.Attempt attempt : story.attempts()) {
            ObjectNode one = attempts.addObject();
            one.set("decision", decision(attempt.decision(), reveal));
            Story.Ending ended = attempt.ended();
            if (ended != null) {
                one.putObject("ended")
                        .put("cause", ended.cause().name())
                        .put("at", ended.at().toString())
                        .put("journal_offset", ended.offset())
                        .put("what", ended.what());
            }
            ObjectNode windows = one.putObject("windows");
            attempt.windows().forEach((rule, window) -> windows.putObject(rule)
                    .put("from", window.from().toString())
                    .put("to", window.to().toString()));
        }
        if (whyNot != null) {
            json.set("why_not", whyNot(whyNot));
        }
        return json;
    }

    /** One decision; without {@code reveal} its handle is masked, and what is written to it is left out. */
    public static ObjectNode decision(Decision decision, boolean reveal) {
        ObjectNode json = AvroJson.write(decision);
        if (!reveal && json.get("request") instanceof ObjectNode request) {
            request.put("recipient", Masked.handle(decision.getRequest().getRecipient()));
            request.remove("text");
            request.remove("attachments");
        }
        return json;
    }

    private static ObjectNode whyNot(WhyNot whyNot) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", whyNot.decisionId())
                .put("tried", whyNot.tried());
        if (whyNot.refusal() != null) {
            json.put("unknown", whyNot.refusal());
        }
        var changes = json.putArray("changes");
        for (Change change : whyNot.changes()) {
            changes.addObject()
                    .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
                    .put("what", change.what())
                    .put("value", change.value().isEmpty() ? null : change.value())
                    .put("line", change.line());
        }
        return json;
    }
}
