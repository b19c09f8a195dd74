package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Tick;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is to be decided again, beside a gate that is at work. */
@Execution(ExecutionMode.CONCURRENT)
class SpansIT {

    private static final Scope ALL = new Scope(null, null, null, "spans.gate", null);

    @Test
    void a_tick_that_counts_is_committed_and_so_are_the_decisions_that_were_told_with_it() throws Exception {
        try (Cluster cluster = new Cluster("spans");
                KafkaProducer<byte[], byte[]> gate = withOpenTick(cluster)) {
            AtomicBoolean isCommitted = new AtomicBoolean();
            int[] asked = new int[1];

            new Spans(client(cluster), ALL, null, () -> {
                        // The decision comes after the stretches were asked for.
                        if (++asked[0] == 2) {
                            gate.send(new ProducerRecord<>(cluster.topics().approved(), bytes("r"), bytes("decision")));
                            gate.commitTransaction();
                            isCommitted.set(true);
                        }
                        return false;
                    })
                    .find();

            assertThat(isCommitted).isTrue();
        }
    }

    @Test
    void whoever_does_not_want_to_wait_for_a_transaction_need_not() throws Exception {
        try (Cluster cluster = new Cluster("spans-cancelled");
                KafkaProducer<byte[], byte[]> gate = withOpenTick(cluster)) {

            assertThat(new Spans(client(cluster), ALL, null, () -> true).find()).hasSize(Cluster.PARTITIONS);
        }
    }

    @Test
    void what_a_gate_does_by_itself_meanwhile_is_left_to_the_next_replay() throws Exception {
        try (Cluster cluster = new Cluster("spans-ticks")) {
            write(cluster, cluster.topics().ticks(), 1);
            Span span =
                    new Spans(client(cluster), ALL, null, () -> false).find().get(0);
            write(cluster, cluster.topics().ticks(), 2);

            List<Integer> woken = new ArrayList<>();
            Reading.of(
                    client(cluster),
                    span,
                    (entries, ticks) -> ticks.forEachRemaining(tick -> woken.add(tick.getWoken())));

            assertThat(woken).containsExactly(1);
        }
    }

    @Test
    void what_a_gate_has_taken_in_and_not_come_to_yet_is_left_out_and_all_is_gone_over_where_none_is_known()
            throws Exception {
        try (Cluster cluster = new Cluster("spans-taken-in");
                Admin admin = client(cluster).admin()) {
            Scope ofThisGate = new Scope(null, null, null, "spans.taken-in", null);
            // Any record will do: that there is one counts.
            write(cluster, cluster.topics().journal(), 1);

            assertThat(endOfTheFirst(cluster, ofThisGate)).isEqualTo(1);

            TopicPartition requests = new TopicPartition(cluster.topics().outboundRequests(), 0);
            admin.alterConsumerGroupOffsets("spans.taken-in", Map.of(requests, new OffsetAndMetadata(1)))
                    .all()
                    .get();

            assertThat(endOfTheFirst(cluster, ofThisGate)).isZero();
        }
    }

    private static long endOfTheFirst(Cluster cluster, Scope scope) {
        return new Spans(client(cluster), scope, null, () -> false)
                .find()
                .get(0)
                .end();
    }

    /** Writes a tick of so many steps. */
    private static void write(Cluster cluster, String topic, int steps) {
        RecordSerializer serializer = new RecordSerializer(
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, SharedBroker.registryUrl()))));
        Tick tick = new Tick(-1L, Instant.parse("2026-03-02T12:00:00Z"), steps, false, false, null, null);
        cluster.publishRaw(topic, 0, serializer.serialize(cluster.topics().ticks(), tick));
    }

    /** A gate that has written a tick, in a transaction that is open. */
    private static KafkaProducer<byte[], byte[]> withOpenTick(Cluster cluster) {
        KafkaProducer<byte[], byte[]> gate = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        SharedBroker.bootstrapServers(),
                        "transactional.id",
                        cluster.topics().prefix() + "gate"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        gate.initTransactions();
        gate.beginTransaction();
        gate.send(new ProducerRecord<>(cluster.topics().ticks(), 0, bytes("0"), bytes("tick")));
        gate.flush();
        return gate;
    }

    private static dev.linewarden.client.Cluster client(Cluster cluster) {
        return new dev.linewarden.client.Cluster(
                SharedBroker.bootstrapServers(), SharedBroker.registryUrl(), Map.of(), cluster.topics());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
