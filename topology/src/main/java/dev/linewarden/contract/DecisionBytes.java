package dev.linewarden.contract;

import dev.linewarden.core.model.Decision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Decisions as bytes to be compared: the fields as Avro writes them, the build left out, labels in the order of their names. */
public final class DecisionBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    /** The bytes of one. For one thread at a time. */
    public byte[] of(Decision decision) {
        Map<String, String> labels = decision.request().labels();
        bytes.reset();
        try {
            DecisionFields.write(decision, labels.size() > 1 ? new TreeMap<>(labels) : labels, null, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write to memory", impossible);
        }
        return bytes.toByteArray();
    }
}
