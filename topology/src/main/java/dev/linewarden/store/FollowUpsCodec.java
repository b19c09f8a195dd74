package dev.linewarden.store;

import dev.linewarden.core.state.FollowUps;

final class FollowUpsCodec extends TypeCodec<FollowUps> {

    private static final int VERSION = 1;

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
    }

    @Override
    FollowUps read(int version, RowInput in) {
        return new FollowUps(
                in.text(),
                in.text(),
                in.integer(),
                in.timeOrNull(),
                in.integer(),
                in.integer(),
                in.timeOrNull(),
                in.list(from -> new FollowUps.Approval(from.text(), from.time())));
    }
}
