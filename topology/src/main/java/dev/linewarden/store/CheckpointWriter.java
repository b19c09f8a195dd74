package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes a checkpoint beside its place and moves it there when it is complete. */
final class CheckpointWriter implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path unfinished;
    private final FileOutputStream disk;
    private final CRC32C checksum = new CRC32C();
    private final DataOutputStream out;
    private final RowCodec codec = new RowCodec();
    private long rows;

    CheckpointWriter(Path file) throws IOException {
        this.file = file;
        this.unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".unfinished");
        this.disk = new FileOutputStream(unfinished.toFile());
        // The checksum sees whole buffers, not single bytes.
        this.out = new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(disk, checksum), BUFFER));
    }

    void begin(Checkpoint checkpoint) throws IOException {
        out.write(Checkpoint.MAGIC);
        out.writeByte(Checkpoint.FORMAT);
        out.writeUTF(checkpoint.build());
        out.writeInt(checkpoint.journalPartition());
        out.writeLong(checkpoint.journalOffset());
    }

    void rows(WholeState state) throws IOException {
        try {
            for (Table table : Table.values()) {
                state.forEach(table, this::row);
            }
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
    }

    private void row(Row row) {
        byte[] bytes = codec.encode(row);
        try {
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        rows++;
    }

    void finish() throws IOException {
        out.writeInt(0);
        out.writeLong(rows);
        out.flush();
        out.writeLong(checksum.getValue());
        out.flush();
        disk.getFD().sync();
        out.close();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind of what was not finished. */
    @Override
    public void close() throws IOException {
        disk.close();
        Files.deleteIfExists(unfinished);
    }
}
