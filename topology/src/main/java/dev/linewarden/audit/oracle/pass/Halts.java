package dev.linewarden.audit.oracle.pass;

import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Suspension;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What operators have suspended of one pool, by its label, and when the last word about each came. */
final class Halts {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Map<Label, Halt> all = new HashMap<>();

    private record Label(@Nullable String key, @Nullable String value) {

        boolean isOn(OutboundRequest request) {
            return key == null
                    || (value != null && value.equals(request.getLabels().get(key)));
        }
    }

    /**
     * @param until when it ends, in milliseconds
     * @param came the number of the order
     */
    private record Halt(long until, long came) {}

    /** Takes an order to heart, which replaces what was said of the same label before. */
    void heard(Suspension order, long number) {
        long until = order.getEnds()
                ? 0
                : order.getUntil() == null ? FOR_EVER : order.getUntil().toEpochMilli();
        all.put(new Label(order.getLabelKey(), order.getLabelValue()), new Halt(until, number));
    }

    /** Whether the request may not be sent at that time. */
    boolean holds(OutboundRequest request, long at) {
        return all.entrySet().stream()
                .anyMatch(halt -> at < halt.getValue().until() && halt.getKey().isOn(request));
    }

    /** Whether anything was ordered since then that concerns the request. */
    boolean isOrderedSince(OutboundRequest request, long number) {
        return all.entrySet().stream()
                .anyMatch(
                        halt -> halt.getValue().came() > number && halt.getKey().isOn(request));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
