package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.schemas.Alert;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of the last 30 days, as long as their topic keeps them: the newest 5,000 of each pool. Read when somebody first
 * looks, and then followed; of all pools, whoever owns them. Thread-safe.
 */
@Singleton
final class AlertLog implements TopicFollower.Listener {

    private static final Duration BACK = Duration.ofDays(30);
    private static final int MOST_OF_A_POOL = 5_000;
    private static final Comparator<Alert> NEWEST_FIRST =
            Comparator.comparing(Alert::getAt).reversed().thenComparing(Alert::getAlertId);

    private final TopicFollower follower;
    private final Map<String, NavigableSet<Alert>> pools = new HashMap<>();

    AlertLog(Cluster cluster) {
        follower =
                new TopicFollower(cluster, "alert-log", List.of(cluster.topics().alerts()), BACK, this);
    }

    /**
     * Some alerts, newest first.
     *
     * @param next the id of the last of them, when there are more behind it
     * @param isWhole whether all that was told before anybody looked has been read
     */
    record Page(List<Alert> alerts, @Nullable String next, boolean isWhole) {}

    /**
     * The newest alerts of a pool.
     *
     * @param after the id of the alert behind which the page begins; null for the first page, and so is one that is not known
     */
    synchronized Page page(String pool, @Nullable String after, int limit, Predicate<Alert> wanted) {
        follower.begin();
        NavigableSet<Alert> all = pools.getOrDefault(pool, new TreeSet<>(NEWEST_FIRST));
        Alert from = after == null ? null : find(all, after);
        List<Alert> found = new ArrayList<>();
        for (Alert alert : from == null ? all : all.tailSet(from, false)) {
            if (!wanted.test(alert)) {
                continue;
            }
            if (found.size() == limit) {
                return new Page(found, found.get(limit - 1).getAlertId(), follower.hasCaughtUp());
            }
            found.add(alert);
        }
        return new Page(found, null, follower.hasCaughtUp());
    }

    private static @Nullable Alert find(NavigableSet<Alert> all, String id) {
        return all.stream()
                .filter(alert -> alert.getAlertId().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized void begins() {
        pools.clear();
    }

    @Override
    public synchronized void came(SpecificRecord value) {
        if (value instanceof Alert alert) {
            NavigableSet<Alert> all = pools.computeIfAbsent(alert.getPool(), pool -> new TreeSet<>(NEWEST_FIRST));
            all.add(alert);
            if (all.size() > MOST_OF_A_POOL) {
                all.pollLast();
            }
        }
    }

    @PreDestroy
    void close() {
        follower.close();
    }
}
