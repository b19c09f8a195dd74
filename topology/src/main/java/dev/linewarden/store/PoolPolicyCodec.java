package dev.linewarden.store;

import dev.linewarden.core.state.PoolPolicy;

final class PoolPolicyCodec extends TypeCodec<PoolPolicy> {

    private static final int VERSION = 1;

    PoolPolicyCodec() {
        super(13, PoolPolicy.class, VERSION);
    }

    @Override
    void write(PoolPolicy row, RowOutput out) {
        out.text(row.pool()).text(row.yaml());
    }

    @Override
    PoolPolicy read(int version, RowInput in) {
        return new PoolPolicy(in.text(), in.text());
    }
}
