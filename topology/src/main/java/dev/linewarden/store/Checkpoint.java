package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The whole state of one journal partition as it was behind one of its entries, in a file: a replay begins from it instead of
 * from the journal's first entry. The file, its numbers in network order:
 *
 * <pre>
 * "LWCP", format version (1 byte)
 * build (text), journal partition (4 bytes), journal offset (8 bytes)
 * each row: its length (4 bytes, at least 1), its bytes as {@link RowCodec} writes them; they hold type, version and key
 * a length of 0, the number of rows (8 bytes)
 * CRC-32C of all before it (8 bytes)
 * </pre>
 *
 * A row is in memory at a time, however many there are.
 *
 * @param build the gate's version and commit, as decisions name it
 * @param journalOffset the last entry whose effects are in it; -1 for none
 */
public record Checkpoint(String build, int journalPartition, long journalOffset) {

    static final byte[] MAGIC = {'L', 'W', 'C', 'P'};
    static final int FORMAT = 1;
    static final int LENGTH_OF_CHECKSUM = Long.BYTES;

    /**
     * Writes the state to the file, which is there in full or not at all; one that is there is replaced. Nobody may change
     * the state meanwhile.
     */
    public void write(Path file, WholeState state) throws IOException {
        try (CheckpointWriter writer = new CheckpointWriter(file)) {
            writer.begin(this);
            writer.rows(state);
            writer.finish();
        }
    }

    /**
     * What a file says of itself, once the whole file is known to be sound.
     *
     * @throws UnreadableCheckpointException for a file that is no checkpoint, or a damaged or newer one
     */
    public static Checkpoint head(Path file) throws IOException {
        CheckpointReader reader = new CheckpointReader(file);
        reader.verify();
        return reader.head();
    }

    /**
     * Hands over the rows of one type alone; the others are passed over. For a file that {@link #head} has found sound.
     *
     * @throws UnreadableCheckpointException for a file that has become another
     */
    public static <R extends Row> void read(Path file, Class<R> type, Consumer<R> take) throws IOException {
        new CheckpointReader(file).read(bytes -> {
            if (RowCodec.is(bytes, type)) {
                take.accept(type.cast(RowCodec.decode(bytes)));
            }
        });
    }

    /**
     * Hands over the rows of the file, one at a time, once the whole file is known to be sound.
     *
     * @return what the file says of itself
     * @throws UnreadableCheckpointException for a file that is no checkpoint, or a damaged or newer one; no row was handed over
     * @throws UnreadableRowException for a row of a newer release; those before it were handed over
     */
    public static Checkpoint read(Path file, Consumer<Row> take) throws IOException {
        CheckpointReader reader = new CheckpointReader(file);
        reader.verify();
        return reader.read(bytes -> take.accept(RowCodec.decode(bytes)));
    }
}
