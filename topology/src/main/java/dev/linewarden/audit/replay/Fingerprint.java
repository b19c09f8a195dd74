package dev.linewarden.audit.replay;

import dev.linewarden.contract.DecisionBytes;
import dev.linewarden.contract.DecisionScan;
import dev.linewarden.schemas.Decision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * 64 bits of a whole decision, its build left out: two decisions that differ in anything else have the same ones by an
 * accident of one in 2^64. Not thread-safe.
 */
final class Fingerprint {

    private static final int SIZE = 4096;
    // A null in Avro's bytes.
    private static final byte[] NO_BUILD = {0};

    private final SpecificDatumWriter<Decision> writer = new SpecificDatumWriter<>(Decision.getClassSchema());
    private final DecisionBytes written = new DecisionBytes();
    private final Bytes bytes = new Bytes();
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    private final CRC32 one = new CRC32();
    private final CRC32C other = new CRC32C();

    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(SIZE);
        }

        void addTo(CRC32 one, CRC32C other) {
            one.update(buf, 0, count);
            other.update(buf, 0, count);
        }
    }

    /** Of one that was decided here. */
    long of(dev.linewarden.core.model.Decision decision) {
        byte[] fields = written.of(decision);
        one.reset();
        other.reset();
        update(fields, 0, fields.length);
        return combined();
    }

    /** Of one as it lies in its topic; what has more than one label must be decoded. */
    long of(DecisionScan scan, byte[] value) {
        one.reset();
        other.reset();
        update(value, scan.begin(), scan.buildAt());
        update(NO_BUILD, 0, NO_BUILD.length);
        update(value, scan.behindBuild(), value.length);
        return combined();
    }

    private void update(byte[] value, int from, int to) {
        one.update(value, from, to - from);
        other.update(value, from, to - from);
    }

    /** The decision is changed on the way, and as it was in the end. */
    long of(Decision decision) {
        String build = decision.getBuild();
        Map<String, String> labels = decision.getRequest().getLabels();
        try {
            decision.setBuild(null);
            if (labels.size() > 1) {
                // Equal maps may lie in another order.
                decision.getRequest().setLabels(new TreeMap<>(labels));
            }
            return hash(decision);
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write to memory", impossible);
        } finally {
            decision.setBuild(build);
            decision.getRequest().setLabels(labels);
        }
    }

    private long hash(Decision decision) throws IOException {
        bytes.reset();
        writer.write(decision, encoder);
        encoder.flush();
        one.reset();
        other.reset();
        bytes.addTo(one, other);
        return combined();
    }

    private long combined() {
        return one.getValue() << Integer.SIZE | other.getValue();
    }
}
