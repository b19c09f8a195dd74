package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every row type that is stored. A new one: one file, one line here. */
final class RowTypes {

    static final List<TypeCodec<?>> ALL = List.of(
            new LineCodec(),
            new LineActivityCodec(),
            new OpenersCodec(),
            new RecipientCodec(),
            new FollowUpsCodec(),
            new ServerDayCodec(),
            new BurstMinuteCodec(),
            new RequestRecordCodec(),
            new DeferralCodec(),
            new WakeCodec(),
            new EarlierWaitCodec(),
            new EarlierWaiterCodec(),
            new ReleaseCodec(),
            new WaiterCodec(),
            new PoolClockCodec(),
            new PoolPolicyCodec(),
            new RaisedCodec(),
            new WatchCodec(),
            new ResidentsCodec(),
            new KeptOptOutCodec(),
            new ArrivalsCodec(),
            new ShadowedCodec(),
            new ShadowRunCodec(),
            new SuspensionsCodec());

    private static final @Nullable TypeCodec<?>[] BY_TYPE = new TypeCodec<?>[Byte.MAX_VALUE + 1];
    private static final Map<Class<?>, TypeCodec<?>> BY_CLASS = new HashMap<>();

    static {
        for (TypeCodec<?> codec : ALL) {
            if (BY_TYPE[codec.type()] != null || BY_CLASS.put(codec.rowClass(), codec) != null) {
                throw new IllegalStateException("two row types share the number or the class of " + codec.name());
            }
            BY_TYPE[codec.type()] = codec;
        }
    }

    private RowTypes() {}

    static TypeCodec<?> of(Row row) {
        TypeCodec<?> codec = BY_CLASS.get(row.getClass());
        if (codec == null) {
            throw new IllegalStateException("no codec for rows of " + row.getClass() + ": add it to RowTypes");
        }
        return codec;
    }

    /** The codec of a type number; null when this release knows none. */
    static @Nullable TypeCodec<?> of(byte type) {
        return type < 0 ? null : BY_TYPE[type];
    }
}
