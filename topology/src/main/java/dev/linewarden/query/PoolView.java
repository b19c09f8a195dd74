package dev.linewarden.query;

import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import dev.linewarden.store.kafka.ReadOnlyStoreView;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/**
 * What the gate remembers of one pool. Provisional: what is read may not be committed yet, and two answers may be of
 * different moments; decisions are never made from here. Every method throws {@link InvalidStateStoreException} once the
 * pool has moved away: ask for its owner again. Thread-safe.
 */
public final class PoolView {

    private final String pool;
    private final StateView state;

    private PoolView(String pool, StateView state) {
        this.pool = pool;
        this.state = state;
    }

    /**
     * The pool of an owner that is here.
     *
     * @throws IllegalArgumentException when the owner is another instance
     * @throws InvalidStateStoreException while the pool's state is being restored
     */
    public static PoolView open(KafkaStreams streams, PoolOwner owner) {
        if (!owner.isHere()) {
            throw new IllegalArgumentException("pool " + owner.pool() + " is at " + owner.address() + ", not here");
        }
        return new PoolView(owner.pool(), ReadOnlyStoreView.of(streams, owner.partition()));
    }

    public String pool() {
        return pool;
    }

    /** All of it, the pools that live on the same partition too. */
    public StateView state() {
        return state;
    }

    /** Every line, by name. */
    public List<Line> lines() {
        return state.lines(pool);
    }

    public @Nullable Line line(String line) {
        return state.line(pool, line);
    }

    public LineActivity activity(String line) {
        return state.lineActivity(pool, line);
    }

    /** What a server sent on a day of the policy's zone. */
    public ServerDay serverDay(String server, LocalDate day) {
        return state.serverDay(pool, server, day.toEpochDay());
    }

    /**
     * A recipient; one that nobody knows has done nothing.
     *
     * @param handle as the journal has it: E.164, or an address in lower case
     */
    public Recipient recipient(String handle) {
        return state.recipient(pool, handle);
    }

    public FollowUps followUps(String handle) {
        return state.followUps(pool, handle);
    }

    /** What became of a request; null when nobody knows it, or not any more. */
    public @Nullable RequestRecord request(String requestId) {
        return state.request(pool, requestId);
    }

    public PoolClock clock() {
        return state.poolClock(pool);
    }

    /** The policy that is in force; null for the defaults. */
    public @Nullable PoolPolicy policy() {
        return state.poolPolicy(pool);
    }
}
