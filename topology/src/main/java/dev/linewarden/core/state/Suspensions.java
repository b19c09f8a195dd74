package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operators keep a pool from sending: one row a pool, of at most one suspension for each label and one for the whole. What has
 * ended by itself may still be among them: ask with a time.
 */
public record Suspensions(String pool, List<Suspension> all) implements Row {

    public Suspensions {
        all = List.copyOf(all);
    }

    /** Nothing is suspended. */
    public static Suspensions none(String pool) {
        return new Suspensions(pool, List.of());
    }

    public static String key(String pool) {
        return key(Keyring.NONE, pool);
    }

    static String key(Keyring keys, String pool) {
        return keys.of(pool, "suspended");
    }

    @Override
    public Table table() {
        return Table.POOLS;
    }

    @Override
    public String key() {
        return key(pool);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool);
    }

    /** What is in force at that time, in the order in which it was ordered. */
    public List<Suspension> inForce(Instant at) {
        return all.stream().filter(one -> one.isInForce(at)).toList();
    }

    /** The one of that scope that is in force then; null when there is none. */
    public @Nullable Suspension of(String scope, Instant at) {
        for (Suspension one : all) {
            if (one.isInForce(at) && one.scope().equals(scope)) {
                return one;
            }
        }
        return null;
    }

    /** Of those that hold the request at that time, the one that ends last; null when none does. */
    public @Nullable Suspension holding(OutboundRequest request, Instant at) {
        Suspension last = null;
        for (Suspension one : all) {
            if (one.isInForce(at) && one.concerns(request) && (last == null || one.outlasts(last))) {
                last = one;
            }
        }
        return last;
    }

    /** The scopes of all that hold the request at that time. */
    public List<String> scopesHolding(OutboundRequest request, Instant at) {
        if (all.isEmpty()) {
            return List.of();
        }
        return all.stream()
                .filter(one -> one.isInForce(at) && one.concerns(request))
                .map(Suspension::scope)
                .toList();
    }

    /**
     * With another for a scope, and without what has ended by itself.
     *
     * @param suspension null for none any more
     */
    public Suspensions with(String scope, @Nullable Suspension suspension, Instant now) {
        List<Suspension> next = new ArrayList<>(inForce(now));
        next.removeIf(one -> one.scope().equals(scope));
        if (suspension != null) {
            next.add(suspension);
        }
        return new Suspensions(pool, next);
    }
}
