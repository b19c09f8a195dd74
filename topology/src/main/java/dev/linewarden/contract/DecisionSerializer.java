package dev.linewarden.contract;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.registry.RecordSerializer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * Decisions in the very bytes that {@link RecordSerializer} makes of {@link Records#toRecord(Decision)}, without the record: a
 * decision has sixteen findings, and to copy them and walk over their schema costs more than to judge. The fields stand here in
 * the order of {@code Decision.avsc}, {@code OutboundRequest.avsc} and {@code Finding.avsc}; {@code DecisionSerializerTest} holds
 * the two equal. Not thread-safe.
 */
public final class DecisionSerializer {

    private static final Map<Outcome, Integer> OUTCOMES =
            indexes(Outcome.class, dev.linewarden.schemas.Outcome.getClassSchema());
    private static final Map<Effect, Integer> EFFECTS =
            indexes(Effect.class, dev.linewarden.schemas.Effect.getClassSchema());
    private static final Map<Priority, Integer> PRIORITIES =
            indexes(Priority.class, dev.linewarden.schemas.Priority.getClassSchema());
    private static final Map<Purpose, Integer> PURPOSES =
            indexes(Purpose.class, dev.linewarden.schemas.Purpose.getClassSchema());

    private final RecordSerializer ids;
    private final AvroOutput out = new AvroOutput();

    /** @param ids knows under which id each topic has the schema */
    public DecisionSerializer(RecordSerializer ids) {
        this.ids = ids;
    }

    // Core and contract name alike what they need not number alike.
    private static <E extends Enum<E>> Map<E, Integer> indexes(Class<E> constants, Schema contract) {
        Map<E, Integer> indexes = new EnumMap<>(constants);
        for (E constant : constants.getEnumConstants()) {
            indexes.put(constant, contract.getEnumOrdinal(constant.name()));
        }
        return indexes;
    }

    private <E> void index(Map<E, Integer> indexes, E constant) {
        out.number(Objects.requireNonNull(indexes.get(constant)));
    }

    /** The decision as a value of the topic. */
    public byte[] serialize(String topic, Decision decision) {
        out.begin(ids.schemaId(topic, dev.linewarden.schemas.Decision.getClassSchema()));
        out.text(decision.decisionId());
        write(decision.request());
        index(OUTCOMES, decision.outcome());
        out.textOrNull(decision.line());
        out.textOrNull(decision.server());
        writeFindings(decision.findings());
        out.nameOrNull(decision.bindingCode());
        out.timeOrNull(decision.notBefore());
        out.number(decision.attempt());
        out.time(decision.decidedAt());
        out.text(decision.policyVersion());
        out.text(decision.policyHash());
        out.textOrNull(decision.build());
        out.number(decision.position().partition());
        out.number(decision.position().offset());
        return out.end();
    }

    private void write(OutboundRequest request) {
        out.text(request.requestId());
        out.text(request.pool());
        out.text(request.recipient());
        out.textOrNull(request.line());
        out.text(request.text());
        out.count(request.attachments().size());
        for (OutboundRequest.Attachment attachment : request.attachments()) {
            out.text(attachment.uri());
            out.text(attachment.mimeType());
        }
        out.endOfItems();
        index(PRIORITIES, request.priority());
        out.time(request.createdAt());
        out.timeOrNull(request.notBefore());
        out.timeOrNull(request.expiresAt());
        out.textOrNull(request.timeZone());
        OutboundRequest.Consent consent = request.consent();
        out.present(consent != null);
        if (consent != null) {
            out.text(consent.basis());
            out.timeOrNull(consent.at());
        }
        index(PURPOSES, request.purpose());
        out.flag(request.holdForReply());
        out.flag(request.cancelOnReply());
        out.count(request.labels().size());
        for (Map.Entry<String, String> label : request.labels().entrySet()) {
            out.text(label.getKey());
            out.text(label.getValue());
        }
        out.endOfItems();
    }

    private void writeFindings(List<Finding> findings) {
        out.count(findings.size());
        for (int i = 0; i < findings.size(); i++) {
            write(findings.get(i));
        }
        out.endOfItems();
    }

    private void write(Finding finding) {
        out.text(finding.rule());
        out.nameOrNull(finding.code());
        index(EFFECTS, finding.effect());
        out.flag(finding.enforced());
        out.textOrNull(finding.observed());
        out.textOrNull(finding.limit());
        out.timeOrNull(finding.until());
        out.textOrNull(finding.detail());
    }
}
