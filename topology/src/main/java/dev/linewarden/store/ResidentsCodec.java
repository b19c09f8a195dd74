package dev.linewarden.store;

import dev.linewarden.core.state.Booked;
import dev.linewarden.core.state.Residents;

final class ResidentsCodec extends TypeCodec<Residents> {

    private static final int VERSION = 2;

    ResidentsCodec() {
        super(16, Residents.class, VERSION);
    }

    @Override
    void write(Residents row, RowOutput out) {
        out.text(row.pool()).text(row.line());
        out.number(row.count());
        BookingFields.write(row.booked(), out);
    }

    @Override
    Residents read(int version, RowInput in) {
        return new Residents(
                in.text(), in.text(), in.integer(), version >= 2 ? BookingFields.readBooked(in) : Booked.NONE);
    }
}
