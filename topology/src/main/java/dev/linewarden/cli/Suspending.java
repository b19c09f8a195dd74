package dev.linewarden.cli;

import dev.linewarden.audit.FollowedState;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Progress;
import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Suspensions;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

/** What the verbs that suspend and resume share: what is in force, and whether the gate has taken an order. */
final class Suspending {

    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private Suspending() {}

    /** What of the pool is suspended, as of the gate's last commit. */
    static List<Suspension> inForce(Cluster cluster, GateState gate, String pool) {
        return gate.read(cluster, List.of(Table.POOLS)).suspensions(pool).inForce(Instant.now());
    }

    /** What of the pool is suspended at that time, a sentence each, for whoever looks at something else. */
    static List<String> sentences(StateView state, String pool, Instant now) {
        return state.suspensions(pool).inForce(now).stream()
                .map(one -> "! " + what(pool, new Label(one.labelKey(), one.labelValue())) + " is suspended "
                        + (one.until() == null
                                ? "until somebody resumes it"
                                : "until " + one.until().truncatedTo(ChronoUnit.SECONDS))
                        + (one.reason() == null ? "" : ": " + one.reason()))
                .toList();
    }

    /** In words. */
    static String what(String pool, Label label) {
        return label.text() == null ? "pool " + pool : "label " + label.text() + " of pool " + pool;
    }

    /** Waits until the gate has taken the order; false when it did not within some seconds, or there is none. */
    static boolean isTaken(Cluster cluster, GateState gate, String pool, Predicate<Suspensions> taken)
            throws InterruptedException {
        Instant end = Instant.now().plus(TAKEN_WITHIN);
        try (FollowedState state = new FollowedState(cluster, gate.applicationId(), List.of(Table.POOLS))) {
            state.readAll(Progress.UNSEEN);
            while (!taken.test(state.state().suspensions(pool))) {
                if (!Instant.now().isBefore(end)) {
                    return false;
                }
                // Kafka calls nobody when something comes: what has is looked for.
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                state.readOn();
            }
            return true;
        } catch (ClusterException noGate) {
            return false;
        }
    }
}
