package dev.linewarden.store;

import dev.linewarden.core.state.FollowUps;
import java.time.Instant;
import java.util.List;

final class FollowUpsCodec extends TypeCodec<FollowUps> {

    private static final int VERSION = 2;

    FollowUpsCodec() {
        super(5, FollowUps.class, VERSION);
    }

    @Override
    void write(FollowUps row, RowOutput out) {
        out.text(row.pool()).text(row.recipient());
        out.number(row.turns());
        out.timeOrNull(row.turnStart());
        out.number(row.inTurn()).number(row.inARow());
        out.timeOrNull(row.lastSend());
        out.list(row.recent(), (approval, to) -> to.text(approval.requestId()).time(approval.at()));
        out.timeOrNull(row.answeredAt());
        out.list(row.booked(), (booked, to) -> to.time(booked.at())
                .text(booked.line())
                .constant(booked.precedence())
                .flag(booked.opens()));
    }

    @Override
    FollowUps read(int version, RowInput in) {
        String pool = in.text();
        String recipient = in.text();
        int turns = in.integer();
        Instant turnStart = in.timeOrNull();
        int inTurn = in.integer();
        int inARow = in.integer();
        Instant lastSend = in.timeOrNull();
        List<FollowUps.Approval> recent = in.list(from -> new FollowUps.Approval(from.text(), from.time()));
        Instant answeredAt = version >= 2 ? in.timeOrNull() : null;
        List<FollowUps.Expected> booked = version >= 2 ? in.list(FollowUpsCodec::readExpected) : List.of();
        return new FollowUps(pool, recipient, turns, turnStart, inTurn, inARow, lastSend, answeredAt, recent, booked);
    }

    private static FollowUps.Expected readExpected(RowInput in) {
        return new FollowUps.Expected(in.time(), in.text(), in.constant(BookingFields.PRECEDENCES), in.flag());
    }
}
