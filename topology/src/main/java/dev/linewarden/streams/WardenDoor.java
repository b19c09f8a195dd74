package dev.linewarden.streams;

import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.Door;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.ShadowDecision;
import dev.linewarden.core.state.Step;
import dev.linewarden.store.kafka.StoreRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A step's way into stores and topics. Every row and every record is encoded before the first row is written: what cannot
 * be encoded leaves no trace.
 */
final class WardenDoor implements Door {

    private final ProcessorContext<Object, Object> context;
    private final StoreRows rows;
    private final Serializer<SpecificRecord> serializer;
    private final Topics topics;

    WardenDoor(
            ProcessorContext<Object, Object> context,
            StoreRows rows,
            Serializer<SpecificRecord> serializer,
            Topics topics) {
        this.context = context;
        this.rows = rows;
        this.serializer = serializer;
        this.topics = topics;
    }

    /** A record in the bytes in which it leaves. */
    private record Outgoing(String sink, Record<Object, Object> record) {}

    @Override
    public void pass(Step step) {
        List<byte[]> encodedRows = rows.encode(step.changes());
        List<Outgoing> outgoing = new ArrayList<>(step.emissions().size());
        for (Emission emission : step.emissions()) {
            outgoing.add(encode(emission));
        }
        // From here on nothing can fail but the infrastructure, which takes the whole transaction with it.
        rows.write(step.changes(), encodedRows);
        outgoing.forEach(out -> context.forward(out.record(), out.sink()));
    }

    private Outgoing encode(Emission emission) {
        if (emission instanceof Decision decision) {
            return encode(decision);
        }
        return emission instanceof ShadowDecision shadow ? encode(shadow) : encode((Alert) emission);
    }

    private Outgoing encode(ShadowDecision shadow) {
        Decision decision = shadow.decision();
        return encode(
                GateTopology.SHADOW_DECISIONS,
                topics.shadowDecisions(),
                decision.request().requestId(),
                Records.toRecord(decision),
                decision.decidedAt());
    }

    private Outgoing encode(Decision decision) {
        SpecificRecord record = Records.toRecord(decision);
        Instant at = decision.decidedAt();
        String requestId = decision.request().requestId();
        return switch (decision.outcome()) {
            case APPROVED ->
                encode(GateTopology.APPROVED, topics.approved(), String.valueOf(decision.line()), record, at);
            case DEFERRED -> encode(GateTopology.DEFERRED, topics.deferred(), requestId, record, at);
            case REJECTED -> encode(GateTopology.REJECTED, topics.rejected(), requestId, record, at);
        };
    }

    private Outgoing encode(Alert alert) {
        return encode(GateTopology.ALERTS, topics.alerts(), alert.key(), Records.toRecord(alert), alert.at());
    }

    private Outgoing encode(String sink, String topic, String key, SpecificRecord record, Instant at) {
        return new Outgoing(sink, new Record<>(key, serializer.serialize(topic, record), at.toEpochMilli()));
    }
}
