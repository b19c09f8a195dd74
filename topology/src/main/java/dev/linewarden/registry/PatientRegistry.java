package dev.linewarden.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a registry on a thread of its own, as often as it takes, so that nobody else has to wait for one that is down. An
 * outage is one line when it is met and one when it is over. Thread-safe.
 */
public final class PatientRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatientRegistry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    // What a registry that is back is noticed late at most.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RegistryClient client;
    private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "registry-wait");
        worker.setDaemon(true);
        return worker;
    });

    private record Outage(String reason, long since, Duration pause) {

        Outage longer(String latest) {
            Duration doubled = pause.multipliedBy(2);
            return new Outage(latest, since, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
        }
    }

    /** @param client best one {@linkplain RegistryClient#ofOneTry of one try}: it is called again */
    public PatientRegistry(RegistryClient client) {
        this.client = client;
    }

    /** Runs the task, again after each {@link RegistryUnavailableException}, until it ends in another way. */
    public void untilAnswered(Runnable task) {
        thread.execute(() -> attempt(task));
    }

    /** Whether records with this schema can be decoded, or refused, without the registry. If not, it is being asked. */
    public boolean isSettled(int id) {
        if (client.isSettled(id)) {
            return true;
        }
        if (asked.add(id)) {
            untilAnswered(() -> settle(id));
        }
        return false;
    }

    private void settle(int id) {
        try {
            client.schema(id);
        } catch (SerializationException refused) {
            LOG.debug("schema {} is none", id);
        }
        asked.remove(id);
    }

    private void attempt(Runnable task) {
        try {
            task.run();
            answered();
        } catch (RegistryUnavailableException down) {
            Duration pause = met(String.valueOf(down.getMessage()));
            ScheduledFuture<?> unused = thread.schedule(() -> attempt(task), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration met(String reason) {
        Outage before = outage.get();
        Outage now = before == null ? new Outage(reason, System.nanoTime(), FIRST_PAUSE) : before.longer(reason);
        outage.set(now);
        if (before == null) {
            LOG.warn("Waiting for the schema registry: {}", reason);
        }
        return now.pause();
    }

    private void answered() {
        Outage over = outage.getAndSet(null);
        if (over != null) {
            LOG.info(
                    "The schema registry answers again, after {} s",
                    Duration.ofNanos(System.nanoTime() - over.since()).toSeconds());
        }
    }

    /** Why something waits for the registry now, with its address; empty when nothing does. */
    public Optional<String> outage() {
        return Optional.ofNullable(outage.get()).map(Outage::reason);
    }

    /** Gives up what is still asked for. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
