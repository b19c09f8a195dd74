package dev.linewarden.http;

import dev.linewarden.core.model.Handles;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.PolicyInForce;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.query.PoolOwner;
import dev.linewarden.query.PoolOwners;
import dev.linewarden.query.PoolView;
import dev.linewarden.streams.GateRunner;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** Opens the pools of this instance. */
@Singleton
final class PoolDesk {

    private final GateRunner gate;
    private final PoolOwners owners;
    private final Map<String, PolicyInForce> policies = new ConcurrentHashMap<>();
    private final Semaphore readers = new Semaphore(Limits.MAX_STORIES_AT_ONCE);

    PoolDesk(GateRunner gate, PoolOwners owners) {
        this.gate = gate;
        this.owners = owners;
    }

    /**
     * What a pool is asked with.
     *
     * @param now the gate's time of asking
     */
    record Opened(PoolView view, PoolOwner owner, PolicyInForce inForce, Instant now) {

        Policy policy() {
            return inForce.policy();
        }

        String pool() {
            return view.pool();
        }
    }

    /** The pool that a call is about: the default one when it names none. */
    static String named(@Nullable String pool) {
        return Handles.pool(pool == null ? "" : pool);
    }

    /**
     * Opens a pool.
     *
     * @throws Refusal 503 while it moves or is restored; a standby is not asked instead, for it may be of any age
     */
    Opened open(@Nullable String name) {
        String pool = named(name);
        PoolOwner owner = owners.ownerOf(pool);
        if (owner == null || !owner.isHere()) {
            throw moving();
        }
        try {
            PoolView view = PoolView.open(gate.streams(), owner);
            return new Opened(view, owner, inForce(pool, view.policy()), now());
        } catch (InvalidStateStoreException restoring) {
            throw moving();
        }
    }

    /** What is remembered of a request here; null where its pool is elsewhere or on its way, and when nobody knows it. */
    @Nullable
    RequestRecord known(String pool, String id) {
        try {
            return open(pool).view().request(id);
        } catch (Refusal | InvalidStateStoreException elsewhere) {
            return null;
        }
    }

    /** The gate's time. */
    Instant now() {
        return gate.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Reads topics, a few readers at a time.
     *
     * @throws Refusal 503 when others are reading
     */
    <T> T reading(Supplier<T> work) {
        if (!readers.tryAcquire()) {
            throw Refusal.later("topics are being read for others, which stories and reviews do; ask again");
        }
        try {
            return work.get();
        } finally {
            readers.release();
        }
    }

    static Refusal moving() {
        return Refusal.later("the pool's state is on its way to another instance, or is being rebuilt there: ask again;"
                + " /health and the log say how far it is. Requests are taken meanwhile");
    }

    /** Read when its text changes, and not for every page. */
    private PolicyInForce inForce(String pool, @Nullable PoolPolicy stored) {
        PolicyInForce known = policies.get(pool);
        if (known != null && stored != null && known.yaml().equals(stored.yaml())) {
            return known;
        }
        try {
            PolicyInForce read = PolicyInForce.of(stored, new PolicyYaml());
            policies.put(pool, read);
            return read;
        } catch (PolicyException impossible) {
            throw new IllegalStateException("a policy in force does not parse", impossible);
        }
    }
}
