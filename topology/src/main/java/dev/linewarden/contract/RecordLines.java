package dev.linewarden.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records as the JSON lines that files, {@code publish} and {@code tail} share: a type, then the record's fields. */
public final class RecordLines {

    private static final Map<Class<?>, String> TYPES = Map.of(
            OutboundRequest.class, "request",
            ConversationEvent.class, "conversation",
            LineUpdate.class, "line",
            PolicyUpdate.class, "policy",
            Command.class, "command",
            Decision.class, "decision",
            Alert.class, "alert",
            Operation.class, "operation");

    private RecordLines() {}

    /** The line of a record. */
    public static ObjectNode of(SpecificRecord record) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        String name = record.getSchema().getName();
        line.put("type", TYPES.getOrDefault(record.getClass(), name));
        if (record instanceof OutboundRequest request) {
            line.put("at", request.getCreatedAt().toString());
        }
        line.setAll(AvroJson.write(record));
        return line;
    }

    /** The line of whatever stands in a topic: dead letters, tombstones and what cannot be decoded too. */
    public static ObjectNode of(ConsumerRecord<byte[], byte[]> record, RecordDeserializer deserializer) {
        if (record.headers().lastHeader(DeadLetterHeaders.ERROR) != null) {
            return deadLetter(record);
        }
        if (record.value() == null) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "tombstone")
                    .put("key", text(record.key()));
        }
        try {
            @Nullable SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
            return value == null ? JsonNodeFactory.instance.objectNode() : of(value);
        } catch (SerializationException broken) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "undecodable")
                    .put("error", broken.getMessage())
                    .put("value_base64", base64(record.value()));
        }
    }

    private static ObjectNode deadLetter(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", "dead-letter");
        for (Header header : record.headers()) {
            line.put(header.key(), text(header.value()));
        }
        line.put("key", text(record.key()));
        return line.put("value_base64", base64(record.value()));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String base64(byte @Nullable [] bytes) {
        return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
    }
}
