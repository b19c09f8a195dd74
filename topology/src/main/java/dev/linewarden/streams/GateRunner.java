package dev.linewarden.streams;

import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gate: checks the topics, starts the topology, replaces threads that stumbled over something transient. */
public final class GateRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GateRunner.class);

    // What is transient heals within minutes; what is not must be seen. A second's pause for each makes 20 in a row
    // half a
    // minute's work, so the window asks that twice a minute is not normal.
    private static final int THREAD_REPLACEMENTS = 20;
    private static final Duration REPLACEMENTS_WINDOW = Duration.ofMinutes(10);
    private static final Duration PAUSE_BEFORE_REPLACEMENT = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(1);
    private final Budget replacements = new Budget(THREAD_REPLACEMENTS, REPLACEMENTS_WINDOW, System::nanoTime);

    /** Topics that are not as the contract says; the message lists what to do. */
    public static final class UnfitTopicsException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitTopicsException(List<String> faults) {
            super(String.join("\n", faults));
        }
    }

    private GateRunner(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Starts the gate; returns while it is still joining.
     *
     * @throws UnfitTopicsException when the cluster's topics are not as the contract says
     * @throws org.apache.kafka.common.errors.TimeoutException when no broker answers within seconds
     */
    public static GateRunner start(GateConfig config) throws UnfitTopicsException, InterruptedException {
        return start(config, Pace.REAL);
    }

    /** Starts the gate with a time of its own. */
    public static GateRunner start(GateConfig config, Pace pace) throws UnfitTopicsException, InterruptedException {
        try (Admin admin = Admin.create(config.adminSettings())) {
            List<String> faults = new TopicAdmin(admin, config.topics()).check(config.partitions());
            if (!faults.isEmpty()) {
                throw new UnfitTopicsException(faults);
            }
        }
        Properties settings = config.streamsSettings();
        KafkaStreams streams =
                new KafkaStreams(GateTopology.build(parts(config, pace), new StreamsConfig(settings)), settings);
        GateRunner runner = new GateRunner(streams);
        streams.setUncaughtExceptionHandler(runner::onUncaught);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                runner.running.countDown();
            }
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                runner.ended.countDown();
            }
        });
        streams.start();
        return runner;
    }

    private static GateTopology.Parts parts(GateConfig config, Pace pace) {
        RegistryClient registry = new RegistryClient(RegistryConfig.from(config.serdeSettings()));
        return new GateTopology.Parts(
                config.topics(),
                deserializers(config, registry),
                serializers(config, registry),
                LibraryFacts::new,
                new PolicyYaml(),
                GateConfig.TICK,
                pace);
    }

    private static Supplier<Serializer<SpecificRecord>> serializers(GateConfig config, RegistryClient registry) {
        String replacement = config.client().get(GateConfig.SERIALIZER);
        if (replacement == null) {
            return () -> new RecordSerializer(registry);
        }
        return () -> {
            @SuppressWarnings("unchecked") // the class was named as a serializer of Avro records
            Serializer<SpecificRecord> serializer = instance(replacement, Serializer.class);
            serializer.configure(config.serdeSettings(), false);
            return serializer;
        };
    }

    private static Supplier<Deserializer<SpecificRecord>> deserializers(GateConfig config, RegistryClient registry) {
        String replacement = config.client().get(GateConfig.DESERIALIZER);
        if (replacement == null) {
            return () -> new RecordDeserializer(registry);
        }
        return () -> {
            @SuppressWarnings("unchecked") // the class was named as a deserializer of Avro records
            Deserializer<SpecificRecord> deserializer = instance(replacement, Deserializer.class);
            deserializer.configure(config.serdeSettings(), false);
            return deserializer;
        };
    }

    private static <T> T instance(String className, Class<T> type) {
        try {
            return Utils.newInstance(className, type);
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException(
                    className + " is not on the class path: build with the profile that adds it", missing);
        }
    }

    private StreamThreadExceptionResponse onUncaught(Throwable failure) {
        boolean transientCause = isTransient(failure);
        if (transientCause && replacements.take()) {
            LOG.warn("A stream thread stumbled over something transient and is replaced: {}", failure.toString());
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("The gate stops", failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void pause() {
        try {
            if (ended.await(PAUSE_BEFORE_REPLACEMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("ended meanwhile");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException) {
                return false;
            }
            if (cause instanceof RetriableException || cause instanceof RegistryUnavailableException) {
                return true;
            }
        }
        return false;
    }

    public KafkaStreams streams() {
        return streams;
    }

    /** Whether every partition that is ours is being judged. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether it has given up; it stays so until the process is restarted. */
    public boolean hasFailed() {
        return streams.state() == KafkaStreams.State.ERROR || streams.state() == KafkaStreams.State.PENDING_ERROR;
    }

    /**
     * Waits until the gate runs for the first time.
     *
     * @return false when the time was up before
     */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Calls back, on a thread of its own, once the gate runs for the first time. */
    public void onRunning(Runnable callback) {
        Thread waiter = new Thread(
                () -> {
                    try {
                        running.await();
                        callback.run();
                    } catch (InterruptedException ending) {
                        Thread.currentThread().interrupt();
                    }
                },
                "on-running");
        waiter.setDaemon(true);
        waiter.start();
    }

    /** Waits until the gate has ended, by itself or by {@link #close()}. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /**
     * Ends the gate, and leaves its group: the pools move to the other gates at once and not when a session times out. Static
     * membership, for which a leave would be wrong, is not used.
     */
    @Override
    public void close() {
        CloseOptions leaving =
                CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leaving)) {
            LOG.warn(
                    "The gate did not close within {}; what it had not committed is judged again at the next start",
                    CLOSE_TIMEOUT);
        }
    }
}
