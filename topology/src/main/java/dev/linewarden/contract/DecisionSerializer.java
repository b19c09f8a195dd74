package dev.linewarden.contract;

import dev.linewarden.core.model.Decision;
import dev.linewarden.registry.RecordSerializer;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/**
 * Decisions in the very bytes that {@link RecordSerializer} makes of {@link Records#toRecord(Decision)}, without the record; {@code
 * DecisionSerializerTest} holds the two equal.
 */
public final class DecisionSerializer {

    private static final Schema SCHEMA = dev.linewarden.schemas.Decision.getClassSchema();

    private final RecordSerializer records;

    public DecisionSerializer(RecordSerializer records) {
        this.records = records;
    }

    /** The decision as a value of the topic. */
    public byte[] serialize(String topic, Decision decision) {
        return records.serialize(topic, SCHEMA, decision, DecisionSerializer::write);
    }

    private static void write(Decision decision, Encoder out) throws IOException {
        DecisionFields.write(decision, decision.request().labels(), decision.build(), out);
    }
}
