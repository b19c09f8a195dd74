package dev.linewarden.contract;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.Suspension;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Commands that suspend a pool or a label of it, and that resume it. */
public final class SuspensionOrders {

    private SuspensionOrders() {}

    /** A label that requests carry; both null for all of the pool. */
    public record Label(@Nullable String key, @Nullable String value) {

        public static final Label NONE = new Label(null, null);

        /** The label that is written {@code key=value}; null for what is none. */
        public static @Nullable Label of(String text) {
            String label = text.strip();
            int sign = label.indexOf('=');
            boolean isWhole = sign > 0
                    && !label.substring(0, sign).isBlank()
                    && !label.substring(sign + 1).isBlank();
            return isWhole ? new Label(label.substring(0, sign), label.substring(sign + 1)) : null;
        }

        /** As {@code key=value}; null for all of the pool. */
        public @Nullable String text() {
            return key == null ? null : key + "=" + value;
        }

        /** The same as rows have it: empty for all of the pool. */
        public String scope() {
            return key == null ? "" : key + "=" + value;
        }
    }

    /** Nothing of it is sent until then, or with null until it is resumed. */
    public static Command suspend(
            String pool, Label label, @Nullable Instant until, @Nullable String reason, Instant at) {
        return order(pool, new Suspension(label.key(), label.value(), until, reason, false), at);
    }

    /** It is suspended no more. */
    public static Command resume(String pool, Label label, Instant at) {
        return order(pool, new Suspension(label.key(), label.value(), null, null, true), at);
    }

    /** The kind says nothing beside a suspension; see the schema. */
    static Command order(String pool, Suspension suspension, Instant at) {
        return new Command(pool, CommandKind.RELEASE, null, null, at, null, suspension);
    }
}
