package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Outcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Fate} as bytes, for as long as a replay runs. */
final class FateFormat {

    private FateFormat() {}

    static void write(Fate fate, DataOutputStream out) throws IOException {
        out.writeLong(fate.number);
        out.writeLong(fate.arrival);
        text(fate.pool, out);
        text(fate.requestId, out);
        text(fate.recipient, out);
        out.writeInt(fate.labels.size());
        for (Map.Entry<String, String> label : fate.labels.entrySet()) {
            text(label.getKey(), out);
            text(label.getValue(), out);
        }
        told(fate.recorded, out);
        told(fate.would, out);
        text(fate.recordedReason, out);
        text(fate.wouldReason, out);
        out.writeBoolean(fate.diverged);
        out.writeBoolean(fate.isFirstOrder);
        out.writeBoolean(fate.untouched);
        out.writeBoolean(fate.isCountedHeld);
    }

    static Fate read(DataInputStream in) throws IOException {
        long number = in.readLong();
        long arrival = in.readLong();
        Fate fate = new Fate(number, arrival, text(in), text(in), text(in), labels(in));
        fate.recorded = told(in);
        fate.would = told(in);
        fate.recordedReason = text(in);
        fate.wouldReason = text(in);
        fate.diverged = in.readBoolean();
        fate.isFirstOrder = in.readBoolean();
        fate.untouched = in.readBoolean();
        fate.isCountedHeld = in.readBoolean();
        return fate;
    }

    private static Map<String, String> labels(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, String> labels = size == 0 ? Map.of() : new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            labels.put(text(in), text(in));
        }
        return labels;
    }

    private static void told(@Nullable Told told, DataOutputStream out) throws IOException {
        textOrNull(told == null ? null : told.outcome().name(), out);
        if (told == null) {
            return;
        }
        textOrNull(told.line(), out);
        textOrNull(told.server(), out);
        textOrNull(told.code() == null ? null : told.code().name(), out);
        out.writeBoolean(told.notBefore() != null);
        if (told.notBefore() != null) {
            time(told.notBefore(), out);
        }
        out.writeInt(told.attempt());
        time(told.decidedAt(), out);
        out.writeLong(told.offset());
    }

    private static @Nullable Told told(DataInputStream in) throws IOException {
        String outcome = textOrNull(in);
        if (outcome == null) {
            return null;
        }
        return new Told(
                Outcome.valueOf(outcome),
                textOrNull(in),
                textOrNull(in),
                code(textOrNull(in)),
                in.readBoolean() ? time(in) : null,
                in.readInt(),
                time(in),
                in.readLong());
    }

    private static @Nullable Code code(@Nullable String name) {
        return name == null ? null : Code.valueOf(name);
    }

    private static void time(Instant time, DataOutputStream out) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void textOrNull(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            text(text, out);
        }
    }

    private static @Nullable String textOrNull(DataInputStream in) throws IOException {
        return in.readBoolean() ? text(in) : null;
    }

    // Labels may be longer than what a stream of this kind writes by itself.
    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
