package dev.linewarden.bench;

import dev.linewarden.audit.replay.Scope;
import dev.linewarden.audit.replay.Verification;
import dev.linewarden.audit.replay.Verifier;
import dev.linewarden.audit.replay.Watch;
import dev.linewarden.client.Cluster;
import dev.linewarden.streams.GateRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * One round: fresh topics and the same traffic for all.
 *
 * @param round who is first in one is last in the next
 * @param requests how many each contender gets
 */
record GateRound(BenchTopics topics, int round, StoreWork work, Rounds rounds, int requests) {

    static final String PASS_THROUGH = "pass-through";
    static final String TWO_HOPS = "two hops";
    static final String NOT_LOGGED = "... with stores";
    static final String NO_LOGIC = "no logic";
    static final String GATE = "gate";
    static final String OF_CAMPAIGN = "campaign";
    private static final String REPLAY = "replayed entries";

    /** One that is measured. */
    interface Contender {
        void run() throws Exception;
    }

    void all(List<Rival> rivals, Map<String, Map<String, String>> variants, int campaign) throws Exception {
        List<Contender> contenders = new ArrayList<>(
                List.of(this::passThrough, this::twoHops, this::notLogged, this::noLogic, () -> gates(campaign)));
        rivals.forEach(rival -> contenders.add(() -> rival(rival)));
        variants.forEach((name, settings) -> contenders.add(() -> gate(GATE + " " + name, settings)));
        run(contenders);
    }

    /** The gate as it is, and with other settings, beside its limit. */
    void variants(Map<String, Map<String, String>> variants) throws Exception {
        List<Contender> contenders = new ArrayList<>(List.of(this::noLogic, () -> gate(GATE, Map.of())));
        variants.forEach((name, settings) -> contenders.add(() -> gate(GATE + " " + name, settings)));
        run(contenders);
    }

    void run(List<Contender> contenders) throws Exception {
        List<Contender> order = new ArrayList<>(contenders);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (Contender contender : order) {
            contender.run();
        }
    }

    void passThrough() throws Exception {
        BenchTopics.Named named = topics.prepare("pass" + round + ".");
        count(PASS_THROUGH, named, PassThrough.output(named.topics()), () -> PassThrough.start(named.config()));
    }

    private void twoHops() throws Exception {
        noLogic(TWO_HOPS, NoLogic.State.NONE);
    }

    private void notLogged() throws Exception {
        noLogic(NOT_LOGGED, NoLogic.State.NOT_LOGGED);
    }

    void noLogic() throws Exception {
        noLogic(NO_LOGIC, NoLogic.State.LOGGED);
    }

    private void noLogic(String contender, NoLogic.State state) throws Exception {
        BenchTopics.Named named = topics.prepare("plain-" + state.name().toLowerCase(Locale.ROOT) + round + ".");
        count(contender, named, named.topics().approved(), () -> NoLogic.start(named.config(), work, state));
    }

    /** From when all is there to be read, and whoever reads it runs: neither its start nor the requests are any of its time. */
    private void count(String contender, BenchTopics.Named named, String output, Supplier<KafkaStreams> start) {
        try (Traffic.Held held = named.traffic().holdRequests(requests);
                Counter counter = new Counter(bootstrap(), List.of(output))) {
            KafkaStreams streams = start.get();
            try {
                awaitRunning(streams);
                measure(contender, held, counter);
            } finally {
                streams.close();
            }
        }
    }

    private void measure(String contender, Traffic.Held held, Counter counter) {
        CpuTime before = CpuTime.now();
        held.release();
        rounds.add(contender, counter.recordsPerSecond(requests));
        rounds.spent(contender, before, requests);
    }

    private static void awaitRunning(KafkaStreams streams) {
        while (streams.state() != KafkaStreams.State.RUNNING) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** It lets every request pass, as the gate does, or it fails. */
    private void rival(Rival rival) throws Exception {
        BenchTopics.Named named = topics.prepare(rival.name().replace(' ', '-') + round + ".");
        named.traffic().publishRequests(requests);
        rival.begin(Traffic.known(), Instant.now());
        try (Counter counter = new Counter(bootstrap(), List.of(PassThrough.output(named.topics())));
                RivalWorker worker = RivalWorker.start(named, rival)) {
            // Until it has its partitions it does nothing.
            int rest = requests - counter.awaitFirst(worker::check);
            CpuTime before = CpuTime.now();
            rounds.add(rival.name(), counter.recordsPerSecond(rest, worker::check));
            rounds.spent(rival.name(), before, rest);
        }
    }

    private void gates(int campaign) throws Exception {
        gate(GATE, Map.of());
        rounds.add(OF_CAMPAIGN, campaign(campaign));
        rounds.add(REPLAY, replay());
    }

    void gate(String contender, Map<String, String> settings) throws Exception {
        BenchTopics.Named named = topics.prepare(contender.replace(' ', '-') + round + ".", settings);
        named.traffic().publishSetUp();
        try (Counter journal = new Counter(bootstrap(), List.of(named.topics().journal()));
                GateRunner warm = GateRunner.start(named.config())) {
            warm.awaitRunning(Duration.ofMinutes(1));
            journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
        }
        try (Traffic.Held held = named.traffic().holdRequests(requests);
                Counter counter = new Counter(bootstrap(), named.topics().decisions());
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            measure(contender, held, counter);
        }
        rounds.kept(contender, topics.bytesOnDisk(named.config().topics().journal()), requests);
    }

    /** After {@link #gate}, whose pools are there. */
    private double campaign(int strangers) throws Exception {
        BenchTopics.Named named = topics.of("gate" + round + ".");
        named.traffic().publishCampaign(strangers);
        try (Counter counter = new Counter(bootstrap(), List.of(named.topics().deferred()));
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            return counter.recordsPerSecond(strangers);
        }
    }

    /** Entries a second, with all that belongs to it: the recorded decisions are read and met. */
    private double replay() {
        BenchTopics.Named named = topics.of("gate" + round + ".");
        Verification verification = new Verifier(
                        new Cluster(bootstrap(), topics.registry().url(), Map.of(), named.topics()),
                        new Scope(null, null, null, named.config().applicationId(), null),
                        Watch.UNSEEN)
                .run();
        if (!verification.isIdentity()) {
            throw new IllegalStateException("not decided again alike: " + verification.differences());
        }
        return verification.entries() / (verification.took().toNanos() / 1e9);
    }

    private String bootstrap() {
        return topics.kafka().bootstrapServers();
    }
}
