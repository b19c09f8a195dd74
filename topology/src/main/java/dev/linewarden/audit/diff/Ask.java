package dev.linewarden.audit.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request, as a scenario has it. */
record Ask(ObjectNode fields) {

    /** A question, so that an opener lacks nothing. */
    static Ask of(String id, String recipient) {
        return new Ask(JsonNodeFactory.instance
                .objectNode()
                .put("request_id", id)
                .put("recipient", recipient)
                .put("text", "Ready?"));
    }

    Ask with(String field, String value) {
        ObjectNode more = fields.deepCopy();
        return new Ask(more.put(field, value));
    }

    Ask withAttachment(String type) {
        ObjectNode more = fields.deepCopy();
        more.putArray("attachments")
                .addObject()
                .put("uri", "https://example.com/file")
                .put("mime_type", type);
        return new Ask(more);
    }

    Ask on(String line) {
        return with("line", line);
    }

    Ask in(String zone) {
        return with("time_zone", zone);
    }
}
