package dev.linewarden.http;

import dev.linewarden.core.model.Handles;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.query.PoolOwner;
import dev.linewarden.query.PoolOwners;
import dev.linewarden.query.PoolView;
import dev.linewarden.streams.GateRunner;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** Opens the pools of this instance. */
@Singleton
final class PoolDesk {

    private final GateRunner gate;
    private final PoolOwners owners;

    PoolDesk(GateRunner gate, PoolOwners owners) {
        this.gate = gate;
        this.owners = owners;
    }

    /**
     * What a pool is asked with.
     *
     * @param now the gate's time of asking
     */
    record Opened(PoolView view, PoolOwner owner, Policy policy, Instant now) {

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
            return new Opened(view, owner, policy(view.policy()), gate.now().truncatedTo(ChronoUnit.MILLIS));
        } catch (InvalidStateStoreException restoring) {
            throw moving();
        }
    }

    static Refusal moving() {
        return Refusal.later("the pool's state is on its way to another instance, or is being rebuilt there: ask again;"
                + " /health and the log say how far it is. Requests are taken meanwhile");
    }

    private static Policy policy(@Nullable PoolPolicy stored) {
        try {
            return stored == null ? Policy.DEFAULT : new PolicyYaml().parse(stored.yaml());
        } catch (PolicyException impossible) {
            throw new IllegalStateException("a policy in force does not parse", impossible);
        }
    }
}
