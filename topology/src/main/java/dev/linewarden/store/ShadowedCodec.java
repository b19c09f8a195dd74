package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Shadowed;

/** A row in a row: its pool, then type, version and fields of what it holds. */
final class ShadowedCodec extends TypeCodec<Shadowed> {

    private static final int VERSION = 1;

    ShadowedCodec() {
        super(22, Shadowed.class, VERSION);
    }

    @Override
    void write(Shadowed shadowed, RowOutput out) {
        TypeCodec<?> codec = RowTypes.of(shadowed.row());
        out.text(shadowed.pool()).number(codec.type()).number(codec.version());
        codec.writeAny(shadowed.row(), out);
    }

    @Override
    Shadowed read(int version, RowInput in) {
        String pool = in.text();
        int type = in.integer();
        int inner = in.integer();
        TypeCodec<?> codec = type != (byte) type ? null : RowTypes.of((byte) type);
        if (codec == null || codec == this) {
            throw UnreadableRowException.newer("row type " + type + ", which this one does not know");
        }
        if (inner > codec.version()) {
            throw UnreadableRowException.newer(
                    codec.name() + " version " + inner + ", while this one reads up to " + codec.version());
        }
        if (inner < 1) {
            throw new RowInput.Malformed("no release wrote that version");
        }
        Row row = codec.read(inner, in);
        return new Shadowed(pool, row);
    }
}
