package dev.linewarden.store;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Deferral;
import java.util.List;

final class DeferralCodec extends TypeCodec<Deferral> {

    private static final int VERSION = 2;
    // The version of the fields of a request that this version holds.
    private static final int REQUEST_VERSION = 2;
    private static final RowInput.Constants<Code> CODES = RowInput.Constants.of(Code.values());

    DeferralCodec() {
        super(20, Deferral.class, VERSION);
    }

    @Override
    void write(Deferral row, RowOutput out) {
        RequestFields.write(row.request(), out);
        out.number(row.attempt());
        out.constant(row.code());
        out.timeOrNull(row.promised());
        out.textOrNull(row.cause());
        out.number(row.arrivalOffset()).number(row.sinceOffset()).number(row.inboundsSeen());
        out.time(row.firstJudgedAt()).time(row.judgedAt());
        Booking booking = row.booking();
        out.flag(booking != null);
        if (booking != null) {
            BookingFields.write(booking, out);
        }
        out.list(row.suspendedBy(), (scope, to) -> to.text(scope));
    }

    @Override
    Deferral read(int version, RowInput in) {
        return new Deferral(
                RequestFields.read(REQUEST_VERSION, in),
                in.integer(),
                in.constant(CODES),
                in.timeOrNull(),
                in.textOrNull(),
                in.number(),
                in.number(),
                in.number(),
                in.time(),
                in.time(),
                in.flag() ? BookingFields.readBooking(in) : null,
                version >= 2 ? in.list(RowInput::text) : List.of());
    }
}
