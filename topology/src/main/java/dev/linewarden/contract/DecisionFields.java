package dev.linewarden.contract;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of decisions without a record of them: a decision has sixteen findings, and to copy them and walk over their
 * schema costs more than to judge. The fields stand here in the order of {@code Decision.avsc}, {@code OutboundRequest.avsc} and
 * {@code Finding.avsc}.
 */
final class DecisionFields {

    private static final Map<Outcome, Integer> OUTCOMES =
            indexes(Outcome.class, dev.linewarden.schemas.Outcome.getClassSchema());
    private static final Map<Effect, Integer> EFFECTS =
            indexes(Effect.class, dev.linewarden.schemas.Effect.getClassSchema());
    private static final Map<Priority, Integer> PRIORITIES =
            indexes(Priority.class, dev.linewarden.schemas.Priority.getClassSchema());
    private static final Map<Purpose, Integer> PURPOSES =
            indexes(Purpose.class, dev.linewarden.schemas.Purpose.getClassSchema());
    // Of sixteen findings of an approval ten say no more than the rule's name: the whole of each is written at once.
    private static final Map<String, byte[]> PLAIN_PASSES = new ConcurrentHashMap<>();
    // So many rules there never are; what is read from elsewhere may name any.
    private static final int MOST_RULES = 64;
    // The branches of a union with null.
    private static final int ABSENT = 0;
    private static final int PRESENT = 1;

    private DecisionFields() {}

    // Core and contract name alike what they need not number alike.
    private static <E extends Enum<E>> Map<E, Integer> indexes(Class<E> constants, Schema contract) {
        Map<E, Integer> indexes = new EnumMap<>(constants);
        for (E constant : constants.getEnumConstants()) {
            indexes.put(constant, contract.getEnumOrdinal(constant.name()));
        }
        return indexes;
    }

    /** The decision, with labels and build that need not be its own. */
    static void write(Decision decision, Map<String, String> labels, @Nullable String build, Encoder out)
            throws IOException {
        out.writeString(decision.decisionId());
        write(decision.request(), labels, out);
        out.writeEnum(index(OUTCOMES, decision.outcome()));
        writeTextOrNull(decision.line(), out);
        writeTextOrNull(decision.server(), out);
        write(decision.findings(), out);
        writeNameOrNull(decision.bindingCode(), out);
        writeTimeOrNull(decision.notBefore(), out);
        out.writeInt(decision.attempt());
        writeTime(decision.decidedAt(), out);
        out.writeString(decision.policyVersion());
        out.writeString(decision.policyHash());
        writeTextOrNull(build, out);
        out.writeInt(decision.position().partition());
        out.writeLong(decision.position().offset());
    }

    private static void write(OutboundRequest request, Map<String, String> labels, Encoder out) throws IOException {
        out.writeString(request.requestId());
        out.writeString(request.pool());
        out.writeString(request.recipient());
        writeTextOrNull(request.line(), out);
        out.writeString(request.text());
        out.writeArrayStart();
        out.setItemCount(request.attachments().size());
        for (OutboundRequest.Attachment attachment : request.attachments()) {
            out.writeString(attachment.uri());
            out.writeString(attachment.mimeType());
        }
        out.writeArrayEnd();
        out.writeEnum(index(PRIORITIES, request.priority()));
        writeTime(request.createdAt(), out);
        writeTimeOrNull(request.notBefore(), out);
        writeTimeOrNull(request.expiresAt(), out);
        writeTextOrNull(request.timeZone(), out);
        OutboundRequest.Consent consent = request.consent();
        out.writeIndex(consent == null ? ABSENT : PRESENT);
        if (consent != null) {
            out.writeString(consent.basis());
            writeTimeOrNull(consent.at(), out);
        }
        out.writeEnum(index(PURPOSES, request.purpose()));
        out.writeBoolean(request.holdForReply());
        out.writeBoolean(request.cancelOnReply());
        out.writeMapStart();
        out.setItemCount(labels.size());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            out.writeString(label.getKey());
            out.writeString(label.getValue());
        }
        out.writeMapEnd();
    }

    private static void write(List<Finding> findings, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(findings.size());
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.isPlainPass()) {
                out.writeFixed(plainPass(finding));
            } else {
                write(finding, out);
            }
        }
        out.writeArrayEnd();
    }

    private static byte[] plainPass(Finding finding) throws IOException {
        byte[] known = PLAIN_PASSES.get(finding.rule());
        if (known != null) {
            return known;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        write(finding, encoder);
        encoder.flush();
        if (PLAIN_PASSES.size() < MOST_RULES) {
            PLAIN_PASSES.put(finding.rule(), bytes.toByteArray());
        }
        return bytes.toByteArray();
    }

    private static void write(Finding finding, Encoder out) throws IOException {
        out.writeString(finding.rule());
        writeNameOrNull(finding.code(), out);
        out.writeEnum(index(EFFECTS, finding.effect()));
        out.writeBoolean(finding.enforced());
        writeTextOrNull(finding.observed(), out);
        writeTextOrNull(finding.limit(), out);
        writeTimeOrNull(finding.until(), out);
        writeTextOrNull(finding.detail(), out);
    }

    private static <E> int index(Map<E, Integer> indexes, E constant) {
        return Objects.requireNonNull(indexes.get(constant));
    }

    private static void writeTime(Instant value, Encoder out) throws IOException {
        out.writeLong(value.toEpochMilli());
    }

    private static void writeTimeOrNull(@Nullable Instant value, Encoder out) throws IOException {
        if (value == null) {
            out.writeIndex(ABSENT);
        } else {
            out.writeIndex(PRESENT);
            writeTime(value, out);
        }
    }

    private static void writeTextOrNull(@Nullable String value, Encoder out) throws IOException {
        if (value == null) {
            out.writeIndex(ABSENT);
        } else {
            out.writeIndex(PRESENT);
            out.writeString(value);
        }
    }

    private static void writeNameOrNull(@Nullable Enum<?> value, Encoder out) throws IOException {
        writeTextOrNull(value == null ? null : value.name(), out);
    }
}
