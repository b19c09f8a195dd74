package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * What was decided lately, a minute of the gate's time at a time: counted from the topics, which it begins to read when
 * somebody first looks, three hours back, and then follows. Of all pools, whoever owns them. Thread-safe.
 */
@Singleton
final class Trends implements TopicFollower.Listener {

    private static final Duration BACK = Duration.ofHours(3);
    private static final int MINUTES_KEPT = 24 * 60;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private final TopicFollower follower;
    private final Map<String, NavigableMap<Long, Counts>> pools = new HashMap<>();

    Trends(Cluster cluster) {
        follower = new TopicFollower(cluster, "trends", cluster.topics().decisions(), BACK, this);
    }

    /** What was decided in one minute. */
    private static final class Counts {
        private final Map<Outcome, Integer> byOutcome = new EnumMap<>(Outcome.class);
        private final Map<String, Integer> deferred = new HashMap<>();
        private final Map<String, Integer> rejected = new HashMap<>();

        private int count(Outcome outcome) {
            return byOutcome.getOrDefault(outcome, 0);
        }
    }

    /**
     * The latest minutes of a pool.
     *
     * @param minutes their beginnings, as epoch seconds, one after the other
     * @param deferredFor how often each code bound a deferral in all of them
     * @param rejectedFor how often each code rejected
     */
    record Trend(
            List<Long> minutes,
            List<Integer> approved,
            List<Integer> deferred,
            List<Integer> rejected,
            Map<String, Integer> deferredFor,
            Map<String, Integer> rejectedFor) {

        /** Of a pool in which nothing was decided. */
        static final Trend NONE = new Trend(List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of());

        static int sum(List<Integer> counts) {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The minutes up to {@code now}. */
    synchronized Trend of(String pool, Instant now, int minutes) {
        follower.begin();
        NavigableMap<Long, Counts> counts = pools.getOrDefault(pool, new TreeMap<>());
        Trend trend = new Trend(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new TreeMap<>(),
                new TreeMap<>());
        long last = now.toEpochMilli() / MILLIS_PER_MINUTE;
        for (long minute = last - minutes + 1; minute <= last; minute++) {
            Counts of = counts.get(minute);
            trend.minutes().add(minute * MILLIS_PER_MINUTE / 1000);
            trend.approved().add(of == null ? 0 : of.count(Outcome.APPROVED));
            trend.deferred().add(of == null ? 0 : of.count(Outcome.DEFERRED));
            trend.rejected().add(of == null ? 0 : of.count(Outcome.REJECTED));
            if (of != null) {
                of.deferred.forEach((code, count) -> trend.deferredFor().merge(code, count, Integer::sum));
                of.rejected.forEach((code, count) -> trend.rejectedFor().merge(code, count, Integer::sum));
            }
        }
        return trend;
    }

    /** Whether it has read what was decided before somebody first looked. */
    boolean isWhole() {
        return follower.hasCaughtUp();
    }

    @Override
    public synchronized void begins() {
        pools.clear();
    }

    @Override
    public void came(SpecificRecord value) {
        if (value instanceof Decision decision) {
            count(decision);
        }
    }

    private synchronized void count(Decision decision) {
        NavigableMap<Long, Counts> counts =
                pools.computeIfAbsent(decision.getRequest().getPool(), pool -> new TreeMap<>());
        Counts minute =
                counts.computeIfAbsent(decision.getDecidedAt().toEpochMilli() / MILLIS_PER_MINUTE, any -> new Counts());
        minute.byOutcome.merge(decision.getOutcome(), 1, Integer::sum);
        String code = decision.getBindingCode();
        if (code != null && decision.getOutcome() == Outcome.DEFERRED) {
            minute.deferred.merge(code, 1, Integer::sum);
        } else if (code != null && decision.getOutcome() == Outcome.REJECTED) {
            minute.rejected.merge(code, 1, Integer::sum);
        }
        while (counts.size() > MINUTES_KEPT) {
            counts.pollFirstEntry();
        }
    }

    @PreDestroy
    void close() {
        follower.close();
    }
}
