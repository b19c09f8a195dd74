package dev.linewarden.store;

import dev.linewarden.core.state.Booked;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Precedence;
import java.time.Instant;

/** What is booked, within a row: its fields belong to the row's version. */
final class BookingFields {

    static final RowInput.Constants<Precedence> PRECEDENCES = RowInput.Constants.of(Precedence.values());

    private BookingFields() {}

    static void write(Booked booked, RowOutput out) {
        out.number(booked.replies())
                .number(booked.high())
                .number(booked.normal())
                .number(booked.bulk());
    }

    static Booked readBooked(RowInput in) {
        return new Booked(in.integer(), in.integer(), in.integer(), in.integer());
    }

    static void write(Booking booking, RowOutput out) {
        out.text(booking.line()).text(booking.server());
        out.time(booking.at());
        out.constant(booking.precedence());
        out.number(booking.serverDay());
        Long conversationDay = booking.conversationDay();
        out.flag(conversationDay != null);
        if (conversationDay != null) {
            out.number(conversationDay);
        }
        out.flag(booking.settles());
    }

    static Booking readBooking(RowInput in) {
        String line = in.text();
        String server = in.text();
        Instant at = in.time();
        Precedence precedence = in.constant(PRECEDENCES);
        long serverDay = in.number();
        return new Booking(line, server, at, precedence, serverDay, in.flag() ? in.number() : null, in.flag());
    }
}
