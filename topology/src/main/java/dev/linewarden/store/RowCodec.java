package dev.linewarden.store;

import dev.linewarden.core.state.Row;

/**
 * Rows as bytes, for stores, changelogs and checkpoints: a byte for the type, a byte for the version of that type, and the
 * fields. State never leaves the application and needs no registry. The newest version of each type is written, every older
 * one is read; {@link RowTypes} lists the types.
 */
public final class RowCodec {

    private static final int HEAD = 2;

    private final RowOutput out = new RowOutput();

    /** The row in the newest version of its type. For one thread at a time: the buffer is used again. */
    public byte[] encode(Row row) {
        TypeCodec<?> codec = RowTypes.of(row);
        out.begin(codec.type(), codec.version());
        codec.writeAny(row, out);
        return out.end();
    }

    /**
     * Reads what {@link #encode} of this release or an older one wrote. For any thread.
     *
     * @throws UnreadableRowException for bytes of a newer release, and for damaged ones
     */
    public static Row decode(byte[] bytes) {
        if (bytes.length < HEAD) {
            throw UnreadableRowException.damaged(bytes.length + " bytes", "it ends too early");
        }
        TypeCodec<?> codec = RowTypes.of(bytes[0]);
        int version = bytes[1];
        if (codec == null) {
            throw UnreadableRowException.newer("row type " + bytes[0] + ", which this one does not know");
        }
        if (version > codec.version()) {
            throw UnreadableRowException.newer(
                    codec.name() + " version " + version + ", while this one reads up to " + codec.version());
        }
        return read(codec, version, bytes);
    }

    /** Whether they are those of a row of the type. */
    static boolean is(byte[] bytes, Class<? extends Row> type) {
        TypeCodec<?> codec = bytes.length < HEAD ? null : RowTypes.of(bytes[0]);
        return codec != null && codec.rowClass() == type;
    }

    private static Row read(TypeCodec<?> codec, int version, byte[] bytes) {
        try {
            if (version < 1) {
                throw new RowInput.Malformed("no release wrote that version");
            }
            RowInput in = new RowInput(bytes, HEAD);
            Row row = codec.read(version, in);
            in.end();
            return row;
        } catch (RowInput.Malformed malformed) {
            throw UnreadableRowException.damaged(
                    codec.name() + " version " + version + ", " + bytes.length + " bytes",
                    String.valueOf(malformed.getMessage()));
        }
    }
}
