package dev.linewarden.store;

import dev.linewarden.core.state.Booked;
import dev.linewarden.core.state.ServerDay;

final class ServerDayCodec extends TypeCodec<ServerDay> {

    private static final int VERSION = 2;

    ServerDayCodec() {
        super(6, ServerDay.class, VERSION);
    }

    @Override
    void write(ServerDay row, RowOutput out) {
        out.text(row.pool()).text(row.server());
        out.number(row.epochDay()).number(row.sends()).number(row.alerted());
        BookingFields.write(row.booked(), out);
    }

    @Override
    ServerDay read(int version, RowInput in) {
        String pool = in.text();
        String server = in.text();
        long epochDay = in.number();
        int sends = in.integer();
        int alerted = in.integer();
        Booked booked = version >= 2 ? BookingFields.readBooked(in) : Booked.NONE;
        return new ServerDay(pool, server, epochDay, sends, booked, alerted);
    }
}
