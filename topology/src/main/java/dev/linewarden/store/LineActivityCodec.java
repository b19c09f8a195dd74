package dev.linewarden.store;

import dev.linewarden.core.state.Booked;
import dev.linewarden.core.state.LineActivity;

final class LineActivityCodec extends TypeCodec<LineActivity> {

    private static final int VERSION = 2;

    LineActivityCodec() {
        super(2, LineActivity.class, VERSION);
    }

    @Override
    void write(LineActivity row, RowOutput out) {
        out.text(row.pool()).text(row.line());
        out.timeOrNull(row.lastSend());
        out.list(row.days(), (day, to) -> {
            to.number(day.epochDay()).number(day.newConversations());
            BookingFields.write(day.booked(), to);
        });
    }

    @Override
    LineActivity read(int version, RowInput in) {
        return new LineActivity(
                in.text(),
                in.text(),
                in.timeOrNull(),
                in.list(from -> new LineActivity.Day(
                        from.number(), from.integer(), version >= 2 ? BookingFields.readBooked(from) : Booked.NONE)));
    }
}
