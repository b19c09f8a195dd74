package dev.linewarden.bench;

import dev.linewarden.schemas.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Answers at a steady rate, by turns in the herd's own pool and in pools that have nothing to do with it, while a herd is released.
 * How long each was under way counts from the time at which it was to be published, whatever held it up.
 */
final class SteadyReplies implements AutoCloseable {

    private static final int MOST = 1_000_000;
    private static final long NOT_YET = -1;
    private static final int HEADER = 5;

    private final BenchTopics.Named named;
    private final Counter approved;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final long[] micros = new long[MOST];
    private final long apart;
    private final long began = System.nanoTime();
    private final Thread publisher = new Thread(this::publish, "publisher");
    private volatile boolean ending;
    private volatile int published;
    private int answered;
    private int released;
    private long lastRelease;

    SteadyReplies(BenchTopics.Named named, Counter approved, int perSecond) {
        this.named = named;
        this.approved = approved;
        this.producer = named.traffic().producer(0);
        this.apart = Duration.ofSeconds(1).toNanos() / perSecond;
        Arrays.fill(micros, NOT_YET);
        publisher.start();
    }

    private void publish() {
        for (int i = 0; i < MOST && !ending; i++) {
            long due = began + i * apart;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            OutboundRequest request = isInTheHerdsPool(i) ? HerdPool.reply(i) : Traffic.reply(i);
            Traffic.send(producer, named.topics().outboundRequests(), request.getRequestId(), request);
            published = i + 1;
        }
    }

    private static boolean isInTheHerdsPool(int number) {
        return number % 2 == 0;
    }

    /** Reads what has come out, until that time. */
    void readUntil(long nanoTime) {
        while (System.nanoTime() < nanoTime) {
            approved.some(this::take);
        }
    }

    /** Reads until so many of the herd have come out. */
    void readUntilReleased(int count, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (released < count) {
            approved.some(this::take);
            FlatBench.require(System.nanoTime() < until, "only " + released + " were released");
        }
    }

    /** Publishes no more, and waits for the answers to all that is published. */
    void end(Duration patience) throws InterruptedException {
        ending = true;
        publisher.join();
        long until = System.nanoTime() + patience.toNanos();
        while (answered < published) {
            approved.some(this::take);
            FlatBench.require(
                    System.nanoTime() < until, "only " + answered + " of " + published + " replies were approved");
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> decision) {
        long now = System.nanoTime();
        String id = requestId(decision.value());
        if (id.startsWith(HerdPool.OF_THE_HERD)) {
            released++;
            lastRelease = now;
            return;
        }
        int number = Integer.parseInt(id.substring(id.startsWith(HerdPool.REPLY) ? HerdPool.REPLY.length() : 1));
        micros[number] = (now - (began + number * apart)) / 1_000;
        answered++;
    }

    /** Without decoding the rest: the decision's id is its first field, and begins with the request's. */
    private static String requestId(byte[] decision) {
        int at = HEADER;
        while (decision[at] < 0) {
            at++;
        }
        at++;
        int end = at;
        while (decision[end] != '#') {
            end++;
        }
        return new String(decision, at, end - at, StandardCharsets.UTF_8);
    }

    /** Of the herd, when the last was seen. */
    long lastRelease() {
        return lastRelease;
    }

    /** Of those that were to be published between two times. */
    Histogram between(long from, long until, boolean inTheHerdsPool) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < published; i++) {
            long due = began + i * apart;
            if (due >= from && due < until && isInTheHerdsPool(i) == inTheHerdsPool && micros[i] != NOT_YET) {
                histogram.recordValue(Math.max(0, micros[i]));
            }
        }
        return histogram;
    }

    /** The topics that it reads. */
    static List<String> read(BenchTopics.Named named) {
        return List.of(named.topics().approved());
    }

    @Override
    public void close() {
        ending = true;
        producer.close();
    }
}
