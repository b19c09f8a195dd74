package dev.linewarden.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.contract.Topics;
import dev.linewarden.support.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** However often its thread's tasks have it flush, a producer flushes once, for the commit. */
class OneFlushProducerIT {

    // Nothing leaves by itself meanwhile.
    private static final Duration LINGER = Duration.ofMinutes(1);
    private static final int TOO_LARGE = 2 * Topics.MAX_OUTPUT_BYTES;

    private long nanos;
    private final Share share = new Share(() -> nanos);
    private Cluster cluster;
    private OneFlushProducer producer;

    @BeforeEach
    void begin(TestInfo test) throws InterruptedException {
        cluster = new Cluster(test.getTestMethod().orElseThrow().getName().replace('_', '-'));
        producer = producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, (int) LINGER.toMillis()));
    }

    private OneFlushProducer producer(Map<String, Integer> more) {
        Map<String, Object> settings = new HashMap<>(cluster.gateConfig(null).adminSettings());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "one-flush");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * TOO_LARGE);
        settings.putAll(more);
        OneFlushProducer begun = new OneFlushProducer(settings, share);
        begun.initTransactions();
        begun.beginTransaction();
        return begun;
    }

    @AfterEach
    void end() throws Exception {
        producer.close();
        cluster.close();
    }

    @Test
    void what_was_flushed_leaves_with_the_commit() {
        Future<RecordMetadata> first = send("first");
        producer.flush();
        Future<RecordMetadata> second = send("second");
        producer.flush();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        producer.commitTransaction();

        assertThat(first).isDone();
        assertThat(second).isDone();
        assertThat(read(2)).containsExactly("first", "second");
    }

    @Test
    void what_was_flushed_and_taken_back_never_was() {
        send("taken back");
        producer.flush();
        producer.abortTransaction();

        producer.beginTransaction();
        send("kept");
        producer.commitTransaction();

        assertThat(read(1)).containsExactly("kept");
    }

    @Test
    void what_the_broker_refuses_fails_the_commit_and_not_the_flush() {
        byte[] noise = new byte[TOO_LARGE];
        new Random(1).nextBytes(noise);
        producer.send(new ProducerRecord<>(cluster.topics().journal(), 0, null, noise));
        producer.flush();

        assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);
    }

    @Test
    void a_commit_lasts_from_the_first_flush_to_its_end() {
        share.setBehind(0, true);
        producer.flush();
        nanos += Duration.ofMillis(30).toNanos();
        producer.flush();
        producer.commitTransaction();

        nanos += Duration.ofMillis(30).toNanos() - 1;
        assertThat(share.mayCommit()).isFalse();
        nanos++;
        assertThat(share.mayCommit()).isTrue();
    }

    private Future<RecordMetadata> send(String value) {
        return producer.send(new ProducerRecord<>(cluster.topics().journal(), 0, null, value.getBytes(UTF_8)));
    }

    private List<String> read(int count) {
        return cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= count).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }
}
