package dev.linewarden.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Reads a checkpoint twice: to see that it is sound, and for its rows. */
final class CheckpointReader {

    private static final int BUFFER = 1 << 16;

    private final Path file;

    CheckpointReader(Path file) {
        this.file = file;
    }

    /** Whether the file is a checkpoint that this release reads, to its last byte. */
    void verify() throws IOException {
        long size = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            int format = format(in);
            if (format != Checkpoint.FORMAT) {
                throw format > Checkpoint.FORMAT
                        ? UnreadableCheckpointException.newer(file, format, Checkpoint.FORMAT)
                        : UnreadableCheckpointException.damaged(file, "no release wrote format " + format);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (checksum(in, size - Checkpoint.LENGTH_OF_CHECKSUM) != stored(in)) {
                throw UnreadableCheckpointException.damaged(file, "its checksum differs");
            }
        }
    }

    private int format(InputStream in) throws IOException {
        byte[] head = in.readNBytes(Checkpoint.MAGIC.length);
        if (!Arrays.equals(head, Checkpoint.MAGIC)) {
            throw UnreadableCheckpointException.foreign(file);
        }
        int format = in.read();
        if (format < 0) {
            throw cutOff();
        }
        return format;
    }

    private long checksum(InputStream in, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        long left = length;
        while (left > 0) {
            byte[] block = in.readNBytes((int) Math.min(BUFFER, left));
            if (block.length == 0) {
                throw cutOff();
            }
            checksum.update(block);
            left -= block.length;
        }
        return checksum.getValue();
    }

    private long stored(InputStream in) throws IOException {
        byte[] stored = in.readNBytes(Checkpoint.LENGTH_OF_CHECKSUM);
        if (stored.length < Checkpoint.LENGTH_OF_CHECKSUM) {
            throw cutOff();
        }
        return ByteBuffer.wrap(stored).getLong();
    }

    /** What the file says of itself. */
    Checkpoint head() throws IOException {
        try (DataInputStream in = open()) {
            return head(in);
        } catch (EOFException early) {
            throw cutOff();
        }
    }

    private static Checkpoint head(DataInputStream in) throws IOException {
        in.skipNBytes(Checkpoint.MAGIC.length + 1);
        return new Checkpoint(in.readUTF(), in.readInt(), in.readLong());
    }

    private DataInputStream open() throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    Checkpoint read(Consumer<byte[]> take) throws IOException {
        try (DataInputStream in = open()) {
            Checkpoint checkpoint = head(in);
            long read = 0;
            for (int length = in.readInt(); length != 0; length = in.readInt()) {
                take.accept(in.readNBytes(length));
                read++;
            }
            if (in.readLong() != read) {
                throw UnreadableCheckpointException.damaged(file, "rows are missing");
            }
            return checkpoint;
        } catch (EOFException early) {
            throw cutOff();
        }
    }

    private UnreadableCheckpointException cutOff() {
        return UnreadableCheckpointException.damaged(file, "it ends too early");
    }
}
