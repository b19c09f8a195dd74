package dev.linewarden.streams;

import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.core.model.Pace;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.registry.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
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

    // What is transient heals within minutes; what is not must be seen: more than twice a minute, for ten minutes.
    private static final int THREAD_REPLACEMENTS = 20;
    private static final Duration REPLACEMENTS_WINDOW = Duration.ofMinutes(10);
    private static final Duration PAUSE_BEFORE_REPLACEMENT = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final GateConfig config;
    private final KafkaStreams streams;
    private final GateSerdes serdes;
    private final Pace pace;
    private volatile boolean gaveUp;
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

    private GateRunner(GateConfig config, KafkaStreams streams, GateSerdes serdes, Pace pace) {
        this.config = config;
        this.streams = streams;
        this.serdes = serdes;
        this.pace = pace;
    }

    /**
     * Starts the gate; returns while it is still joining, or waits for a registry that is down: see {@link #waitsFor()}.
     *
     * @throws UnfitTopicsException when the cluster's topics are not as the contract says
     * @throws org.apache.kafka.common.errors.TimeoutException when no broker answers within seconds
     */
    public static GateRunner start(GateConfig config) throws UnfitTopicsException, InterruptedException {
        return start(config, Pace.REAL);
    }

    /** Starts the gate with a time of its own. */
    public static GateRunner start(GateConfig config, Pace pace) throws UnfitTopicsException, InterruptedException {
        return start(config, pace, new RebuildLines(System::nanoTime, LOG::info));
    }

    /** Starts the gate, and shows somebody how far its state is where that has to be rebuilt. */
    public static GateRunner start(GateConfig config, Pace pace, Rebuild.Watcher watcher)
            throws UnfitTopicsException, InterruptedException {
        return start(config, pace, watcher, GateTopology.RIGHT);
    }

    /** Starts the gate by a clock that is off. */
    static GateRunner start(GateConfig config, Pace pace, Rebuild.Watcher watcher, Supplier<Duration> skew)
            throws UnfitTopicsException, InterruptedException {
        try (Admin admin = Admin.create(config.adminSettings())) {
            List<String> faults = new TopicAdmin(admin, config.topics()).check(config.partitions());
            if (!faults.isEmpty()) {
                throw new UnfitTopicsException(faults);
            }
        }
        Properties settings = config.streamsSettings();
        GateSerdes serdes = new GateSerdes(config);
        AtHand atHand = new AtHand();
        KafkaStreams streams = new KafkaStreams(
                GateTopology.build(parts(config, serdes, pace, skew, atHand), new StreamsConfig(settings)),
                settings,
                new GateClients(serdes::isSettled, atHand));
        GateRunner runner = new GateRunner(config, streams, serdes, pace);
        streams.setGlobalStateRestoreListener(new RebuildListener(System::nanoTime, LOG::info, watcher));
        streams.setUncaughtExceptionHandler(runner::onUncaught);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                runner.running.countDown();
            }
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                runner.ended.countDown();
            }
        });
        serdes.whenReady(streams::start, runner::giveUp);
        return runner;
    }

    private static GateTopology.Parts parts(
            GateConfig config, GateSerdes serdes, Pace pace, Supplier<Duration> skew, AtHand atHand) {
        if (config.forgettingKeys().isEmpty()) {
            LOG.warn(
                    "No {}: of opt-outs of people who are forgotten a hash without a secret is kept, which trying all numbers"
                            + " reveals. Give every instance the same secret.",
                    GateConfig.FORGETTING_KEY);
        }
        return new GateTopology.Parts(
                config.topics(),
                serdes::deserializer,
                serdes::serializer,
                LibraryFacts::new,
                new PolicyYaml(),
                GateConfig.TICK,
                pace,
                skew,
                config.forgettingKeys(),
                atHand);
    }

    private void giveUp(String reason) {
        LOG.error("The gate does not start: {}", reason);
        gaveUp = true;
        ended.countDown();
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

    /** A client of its brokers, with its settings; whoever asks for it closes it. */
    public Admin admin() {
        return Admin.create(config.adminSettings());
    }

    public GateConfig config() {
        return config;
    }

    /** The gate's time: the system's, but for a demo. */
    public Instant now() {
        return pace.at(Instant.now());
    }

    public KafkaStreams streams() {
        return streams;
    }

    /** Whether every partition that is ours is being judged. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** What the gate cannot go on without, in words that say what to do; empty when it has all that it needs. */
    public Optional<String> waitsFor() {
        return serdes.outage();
    }

    /** Whether it has given up; it stays so until the process is restarted. */
    public boolean hasFailed() {
        return gaveUp
                || streams.state() == KafkaStreams.State.ERROR
                || streams.state() == KafkaStreams.State.PENDING_ERROR;
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
        serdes.close();
        CloseOptions leaving =
                CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leaving)) {
            LOG.warn(
                    "The gate did not close within {}; what it had not committed is judged again at the next start",
                    CLOSE_TIMEOUT);
        }
    }
}
