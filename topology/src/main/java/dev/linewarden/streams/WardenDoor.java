package dev.linewarden.streams;

import dev.linewarden.contract.DecisionSerializer;
import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.Door;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.ShadowDecision;
import dev.linewarden.core.state.Step;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.store.kafka.StoreRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
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
    private final BiFunction<String, Decision, byte[]> decisions;

    WardenDoor(
            ProcessorContext<Object, Object> context,
            StoreRows rows,
            Serializer<SpecificRecord> serializer,
            Topics topics) {
        this.context = context;
        this.rows = rows;
        this.serializer = serializer;
        this.topics = topics;
        this.decisions = decisions(serializer);
    }

    /** Ours write decisions by hand; a serializer that the configuration names gets its record. */
    private static BiFunction<String, Decision, byte[]> decisions(Serializer<SpecificRecord> serializer) {
        return serializer instanceof RecordSerializer ours
                ? new DecisionSerializer(ours)::serialize
                : (topic, decision) -> serializer.serialize(topic, Records.toRecord(decision));
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
                decision);
    }

    private Outgoing encode(Decision decision) {
        String requestId = decision.request().requestId();
        return switch (decision.outcome()) {
            case APPROVED ->
                encode(GateTopology.APPROVED, topics.approved(), String.valueOf(decision.line()), decision);
            case DEFERRED -> encode(GateTopology.DEFERRED, topics.deferred(), requestId, decision);
            case REJECTED -> encode(GateTopology.REJECTED, topics.rejected(), requestId, decision);
        };
    }

    private Outgoing encode(String sink, String topic, String key, Decision decision) {
        byte[] value = decisions.apply(topic, decision);
        return new Outgoing(sink, new Record<>(key, value, decision.decidedAt().toEpochMilli()));
    }

    private Outgoing encode(Alert alert) {
        byte[] value = serializer.serialize(topics.alerts(), Records.toRecord(alert));
        return new Outgoing(
                GateTopology.ALERTS, new Record<>(alert.key(), value, alert.at().toEpochMilli()));
    }
}
