package dev.linewarden.store;

import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.ShadowRun.Cursor;
import dev.linewarden.core.state.ShadowRun.Ending;
import dev.linewarden.core.state.ShadowRun.Order;
import dev.linewarden.core.state.ShadowRun.Phase;
import dev.linewarden.core.state.ShadowRun.Tally;
import org.jspecify.annotations.Nullable;

final class ShadowRunCodec extends TypeCodec<ShadowRun> {

    private static final int VERSION = 1;
    private static final RowInput.Constants<Phase> PHASES = RowInput.Constants.of(Phase.values());
    private static final RowInput.Constants<Ending> ENDINGS = RowInput.Constants.of(Ending.values());

    ShadowRunCodec() {
        super(23, ShadowRun.class, VERSION);
    }

    @Override
    void write(ShadowRun row, RowOutput out) {
        out.text(row.pool()).constant(row.phase());
        write(row.order(), out);
        out.timeOrNull(row.began()).number(row.beganOffset());
        out.timeOrNull(row.ended()).constantOrNull(row.ending());
        out.number(row.cursor().section()).text(row.cursor().key()).number(row.rows());
        out.number(row.tally().approved())
                .number(row.tally().deferred())
                .number(row.tally().rejected());
        out.flag(row.next() != null);
        if (row.next() != null) {
            write(row.next(), out);
        }
    }

    private static void write(Order order, RowOutput out) {
        out.text(order.yaml()).timeOrNull(order.until()).time(order.at()).number(order.offset());
    }

    @Override
    ShadowRun read(int version, RowInput in) {
        String pool = in.text();
        Phase phase = in.constant(PHASES);
        Order order = order(in);
        return new ShadowRun(
                pool,
                phase,
                order,
                in.timeOrNull(),
                in.number(),
                in.timeOrNull(),
                in.constantOrNull(ENDINGS),
                new Cursor(in.integer(), in.text()),
                in.number(),
                new Tally(in.number(), in.number(), in.number()),
                next(in));
    }

    private static Order order(RowInput in) {
        return new Order(in.text(), in.timeOrNull(), in.time(), in.number());
    }

    private static @Nullable Order next(RowInput in) {
        return in.flag() ? order(in) : null;
    }
}
