package dev.linewarden.streams;

import static dev.linewarden.support.Cluster.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.Retiming;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.ScenarioRun;
import dev.linewarden.store.Changelog;
import dev.linewarden.store.kafka.ReadOnlyStoreView;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class GateIT {

    private static final String BY_DAY_AND_NIGHT = "quiet-hours: {mode: off}\nburst: {mode: off}\n";

    @TempDir
    private Path state;

    @ParameterizedTest
    @ValueSource(strings = {"cold-outreach", "first-message-link", "opt-out-in-plain-words", "limits/invalid-requests"})
    void a_scenario_without_waits_holds_on_a_real_broker(String name) throws Exception {
        Scenario scenario = Scenario.read(Path.of("src/test/resources/scenarios/" + name + ".yaml"));
        try (Cluster cluster = new Cluster("scenario-" + name.replace('/', '-'));
                GateRunner gate = GateRunner.start(cluster.gateConfig(state));
                BrokerStage stage = new BrokerStage(cluster)) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            stage.take(Instant.now(), new PolicyUpdate("default", BY_DAY_AND_NIGHT, Instant.now()));

            assertThat(ScenarioRun.play(scenario, stage)).isNull();
        }
    }

    @Test
    void every_request_comes_out_once_and_waits_or_ends() throws Exception {
        try (Cluster cluster = new Cluster("trace");
                GateRunner gate = GateRunner.start(cluster.gateConfig(state))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            publishSetUp(
                    cluster, "consent: {required: false}\nquiet-hours: {mode: off}\nfirst-message: {question: off}\n");
            for (int i = 0; i < 2_000; i++) {
                cluster.send(request("r" + i, "user" + i % 700 + "@example.com", "Ready?"));
            }

            List<Decision> decisions = cluster.decisions().decisionsUntil(seen -> firstAttempts(seen) == 2_000);

            Map<String, Integer> ends = new HashMap<>();
            decisions.stream()
                    .filter(decision -> decision.getOutcome() != Outcome.DEFERRED)
                    .forEach(decision -> ends.merge(decision.getRequest().getRequestId(), 1, Integer::sum));
            assertThat(ends.values()).allMatch(times -> times == 1);
            assertThat(decisions).extracting(Decision::getDecisionId).doesNotHaveDuplicates();
            assertThat(decisions).anyMatch(decision -> decision.getOutcome() == Outcome.APPROVED);
        }
    }

    @Test
    void a_deferred_request_is_released_by_the_clock_and_the_stores_show_it_to_other_threads() throws Exception {
        try (Cluster cluster = new Cluster("release");
                GateRunner gate = GateRunner.start(cluster.gateConfig(state))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            publishSetUp(cluster, "consent: {required: false}\nquiet-hours: {mode: off}\n");
            OutboundRequest later = request("later", "a@example.com", "Ready?");
            // Records have milliseconds.
            later.setNotBefore(Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(3));
            cluster.publish(later);

            List<Decision> decisions = cluster.decisions().decisionsUntil(seen -> seen.size() >= 2);

            Decision approved = decisions.stream()
                    .filter(decision -> decision.getOutcome() == Outcome.APPROVED)
                    .findFirst()
                    .orElseThrow();
            assertThat(approved.getAttempt()).isEqualTo(2);
            assertThat(Duration.between(later.getNotBefore(), approved.getDecidedAt()))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(2));

            ReadOnlyStoreView view = ReadOnlyStoreView.of(gate.streams(), approved.getJournalPartition());
            RequestRecord record = view.request("default", "later");
            assertThat(record).isNotNull();
            assertThat(record.decidedAt()).isEqualTo(approved.getDecidedAt());
            assertThat(view.recipient("default", "a@example.com").home()).isEqualTo(approved.getLine());
            assertThat(view.lines("default")).hasSize(2);
        }
    }

    @Test
    void garbage_on_every_input_lands_in_dead_letters_and_the_gate_goes_on() throws Exception {
        try (Cluster cluster = new Cluster("garbage");
                GateRunner gate = GateRunner.start(cluster.gateConfig(state))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            byte[] garbage = "not avro".getBytes(StandardCharsets.UTF_8);
            cluster.topics().inputs().forEach(topic -> cluster.publishRaw(topic, garbage));
            cluster.publishRaw(cluster.topics().journal(), garbage);

            var letters =
                    cluster.reader(List.of(cluster.topics().deadLetters())).until(read -> read.size() >= 6);
            publishSetUp(cluster, "consent: {required: false}\n");
            cluster.publish(request("after", "a@example.com", "Ready?"));

            assertThat(letters)
                    .allMatch(letter -> new String(letter.value(), StandardCharsets.UTF_8).equals("not avro"));
            assertThat(cluster.decisions().decisionsUntil(seen -> !seen.isEmpty()))
                    .hasSize(1);
            assertThat(gate.isRunning()).isTrue();
        }
    }

    @Test
    void nothing_of_a_forgotten_recipient_is_left_in_any_changelog() throws Exception {
        String handle = "forgotten@example.com";
        try (Cluster cluster = new Cluster("forget");
                GateRunner gate = GateRunner.start(cluster.gateConfig(state))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            publishSetUp(cluster, "consent: {required: false}\nquiet-hours: {mode: off}\n");
            cluster.publish(request("sent", handle, "Ready?"));
            OutboundRequest held = request("held", handle, "The answer");
            held.setHoldForReply(true);
            cluster.publish(held, request("other", "kept@example.com", "Ready?"));
            cluster.decisions().decisionsUntil(seen -> firstAttempts(seen) == 3);
            Changelogs changelogs = new Changelogs(cluster);
            assertThat(changelogs.until(last -> last.keySet().stream().anyMatch(key -> key.contains(handle))))
                    .isNotEmpty();

            cluster.publish(new Command("default", CommandKind.FORGET, null, handle, Instant.now(), null, null));

            cluster.decisions().decisionsUntil(seen -> seen.stream()
                    .anyMatch(decision -> "CANCELLED".equals(decision.getBindingCode())));
            Map<String, String> last =
                    changelogs.until(rows -> rows.values().stream().noneMatch(row -> row.contains(handle)));
            assertThat(last.entrySet().stream()
                            .filter(row -> row.getKey().contains(handle))
                            .map(Map.Entry::getValue))
                    .isNotEmpty()
                    .allMatch(String::isEmpty);
            assertThat(last.keySet()).anyMatch(key -> key.contains("kept@example.com"));
        }
    }

    @Test
    void a_forgotten_opt_out_outlives_the_gate_and_its_disk_without_a_handle_in_any_changelog() throws Exception {
        String handle = "+19495550142";
        try (Cluster cluster = new Cluster("forget-stop")) {
            Map<String, String> secret = Map.of(GateConfig.FORGETTING_KEY, "a secret");
            try (GateRunner gate = GateRunner.start(cluster.gateConfig(state.resolve("first"), secret))) {
                assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
                publishSetUp(cluster, "consent: {required: false}\nquiet-hours: {mode: off}\n");
                cluster.publish(request("sent", handle, "Ready?"));
                cluster.decisions().decisionsUntil(seen -> firstAttempts(seen) == 1);
                Changelogs changelogs = new Changelogs(cluster);
                changelogs.until(rows -> rows.keySet().stream().anyMatch(key -> key.contains(handle)));

                cluster.publish(new ConversationEvent(
                        "e1",
                        "default",
                        "line-1",
                        handle,
                        ConversationKind.INBOUND_MESSAGE,
                        Instant.now(),
                        "STOP",
                        null));
                cluster.publish(new Command("default", CommandKind.FORGET, null, handle, Instant.now(), null, null));

                Map<String, String> kept = changelogs.until(rows -> rows.keySet().stream()
                        .anyMatch(key -> key.contains("recipients") && key.matches(".*[0-9a-f]{64}")));
                assertThat(kept.entrySet())
                        .filteredOn(row -> !row.getValue().isEmpty())
                        .noneMatch(row -> (row.getKey() + row.getValue()).contains(handle.substring(1)));
            }
            try (GateRunner gate = GateRunner.start(cluster.gateConfig(state.resolve("second"), secret))) {
                assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
                cluster.publish(request("again", handle, "Ready?"));
                assertThat(cluster.decisions()
                                .decisionsUntil(seen -> firstAttempts(seen) == 2)
                                .get(1)
                                .getBindingCode())
                        .isEqualTo("OPTED_OUT");
            }
        }
    }

    /** What compaction would keep of all changelogs: the last value of each key, empty for a tombstone. */
    private static final class Changelogs {
        private final Cluster.Reader reader;

        Changelogs(Cluster cluster) {
            reader = cluster.reader(Arrays.stream(Table.values())
                    .map(table ->
                            Changelog.topic(cluster.gateConfig(Path.of("")).applicationId(), table))
                    .toList());
        }

        Map<String, String> until(Predicate<Map<String, String>> condition) {
            return last(reader.until(records -> condition.test(last(records))));
        }

        private static Map<String, String> last(List<ConsumerRecord<byte[], byte[]>> records) {
            Map<String, String> last = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                String key = record.topic() + "/" + new String(record.key(), StandardCharsets.UTF_8);
                byte[] value = record.value() == null ? new byte[0] : record.value();
                last.put(key, new String(value, StandardCharsets.UTF_8));
            }
            return last;
        }
    }

    @Test
    void topics_are_there_as_soon_as_they_are_created() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            for (String prefix : List.of("one.", "two.", "three.", "four.", "five.")) {
                TopicAdmin topics = new TopicAdmin(admin, new Topics(prefix));

                topics.create(Cluster.PARTITIONS, (short) 1);

                assertThat(topics.check(Cluster.PARTITIONS)).isEmpty();
            }
        }
    }

    @Test
    void a_journal_with_another_partition_count_is_refused_with_advice() throws Exception {
        try (Cluster cluster = new Cluster("partitions");
                Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            TopicAdmin topics = new TopicAdmin(admin, cluster.topics());
            assertThat(topics.check(Cluster.PARTITIONS)).isEmpty();
            assertThat(topics.check(Cluster.PARTITIONS + 1))
                    .singleElement()
                    .asString()
                    .contains("--partitions 2");
            assertThat(topics.create(Cluster.PARTITIONS, (short) 1)).isEmpty();

            admin.deleteTopics(List.of(cluster.topics().alerts())).all().get();
            checkUntil(topics, Cluster.PARTITIONS, cluster.topics().alerts());
            assertThatThrownBy(() -> GateRunner.start(cluster.gateConfig(state)))
                    .isInstanceOf(GateRunner.UnfitTopicsException.class)
                    .hasMessageContaining(
                            "alerts is missing: run `linewarden topics create --topic-prefix partitions.`");
        }
    }

    @Test
    void ticks_with_fewer_partitions_than_the_journal_are_refused_with_advice() throws Exception {
        int more = Cluster.PARTITIONS + 1;
        try (Cluster cluster = new Cluster("too-few");
                Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            TopicAdmin topics = new TopicAdmin(admin, cluster.topics());
            admin.createPartitions(Map.of(cluster.topics().journal(), NewPartitions.increaseTo(more)))
                    .all()
                    .get();

            assertThat(checkUntil(topics, more, cluster.topics().ticks()))
                    .containsExactly("topic too-few.ticks has 2 partitions, too-few.journal has 3: give it as many"
                            + " with kafka-topics --alter");
        }
    }

    /** Asks again for a while: the broker hears of a change a moment after its controller. */
    private static List<String> checkUntil(TopicAdmin topics, int partitions, String topic) throws Exception {
        List<String> faults = topics.check(partitions);
        Instant end = Instant.now().plusSeconds(10);
        while (!faults.toString().contains(topic + " ") && Instant.now().isBefore(end)) {
            faults = topics.check(partitions);
        }
        return faults;
    }

    private static void publishSetUp(Cluster cluster, String policy) {
        Instant now = Instant.now();
        cluster.publish(
                new PolicyUpdate("default", policy, now),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null),
                LineUpdates.of("default", "line-2", "server-2", LineStatus.ACTIVE, null, now, null));
        cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 3);
    }

    private static long firstAttempts(List<Decision> decisions) {
        return decisions.stream().filter(decision -> decision.getAttempt() == 1).count();
    }

    /** Scenarios in real time: each event waits until the one before stands in the journal. */
    private static final class BrokerStage implements ScenarioRun.Stage, AutoCloseable {
        private final Cluster cluster;
        private final Cluster.Reader journal;
        private final Cluster.Reader decisions;
        private int entries;
        private int requests;
        private int taken;

        BrokerStage(Cluster cluster) {
            this.cluster = cluster;
            this.journal = cluster.reader(List.of(cluster.topics().journal()));
            this.decisions = cluster.decisions();
        }

        @Override
        public void passUntil(Instant time) {}

        @Override
        public void take(Instant at, SpecificRecord event) {
            cluster.publish(Retiming.asOf(event, Instant.now()));
            int expected = ++entries;
            journal.until(read -> read.size() >= expected);
            requests += event instanceof OutboundRequest ? 1 : 0;
            assertThat(event)
                    .isInstanceOfAny(
                            OutboundRequest.class, ConversationEvent.class, LineUpdate.class, PolicyUpdate.class);
        }

        @Override
        public List<Decision> decisions() {
            List<Decision> all = decisions.decisionsUntil(seen -> seen.size() >= requests);
            List<Decision> since = new ArrayList<>(all.subList(taken, all.size()));
            taken = all.size();
            return since;
        }

        @Override
        public List<Alert> alerts() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
