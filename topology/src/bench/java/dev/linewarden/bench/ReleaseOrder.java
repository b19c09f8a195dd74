package dev.linewarden.bench;

import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Whether a herd left in the order in which it was promised to: of each line what was approved, in the order of its topic, beside the
 * time and the place in the journal under which each had waited last.
 */
final class ReleaseOrder {

    /** What a request waited for, and where it came in. */
    private record Promise(Instant slot, long arrival) {}

    private final BenchTopics.Named named;
    private final RecordDeserializer decisions;
    private final Map<String, Promise> promises = new HashMap<>();
    private final Map<String, Promise> lastOfLine = new HashMap<>();
    private final Histogram lateMillis = new Histogram(3);
    private int inversions;
    private int deferrals;

    private ReleaseOrder(BenchTopics.Named named) {
        this.named = named;
        this.decisions = new RecordDeserializer(new RegistryClient(
                RegistryConfig.from(Map.of(RegistryConfig.URL, named.traffic().registry()))));
    }

    /** Reads both topics from their beginning. */
    static ReleaseOrder of(BenchTopics.Named named) {
        ReleaseOrder order = new ReleaseOrder(named);
        order.read(named.topics().deferred(), order::deferred);
        order.read(named.topics().approved(), order::approved);
        return order;
    }

    private void read(String topic, Consumer<Decision> take) {
        try (Counter records = new Counter(named.config().bootstrapServers(), List.of(topic))) {
            records.rest(record -> {
                Decision decision = (Decision) Objects.requireNonNull(decisions.deserialize(topic, record.value()));
                if (decision.getRequest().getRequestId().startsWith(HerdPool.OF_THE_HERD)) {
                    take.accept(decision);
                }
            });
        }
    }

    private void deferred(Decision decision) {
        deferrals++;
        String id = decision.getRequest().getRequestId();
        Promise before = promises.get(id);
        long arrival = before == null ? decision.getJournalOffset() : before.arrival();
        promises.put(id, new Promise(Objects.requireNonNull(decision.getNotBefore()), arrival));
    }

    private void approved(Decision decision) {
        Promise promise =
                Objects.requireNonNull(promises.get(decision.getRequest().getRequestId()), "never deferred");
        Promise before = lastOfLine.put(Objects.requireNonNull(decision.getLine()), promise);
        if (before != null && isBefore(promise, before)) {
            inversions++;
        }
        lateMillis.recordValue(Math.max(
                0, Duration.between(promise.slot(), decision.getDecidedAt()).toMillis()));
    }

    private static boolean isBefore(Promise one, Promise other) {
        int bySlot = one.slot().compareTo(other.slot());
        return bySlot < 0 || (bySlot == 0 && one.arrival() < other.arrival());
    }

    /** How many of a line left behind one whose slot came later. */
    int inversions() {
        return inversions;
    }

    /** Decisions to wait: one for each, unless some were promised another time. */
    int deferrals() {
        return deferrals;
    }

    /** How long behind its slot each was decided. */
    Histogram lateMillis() {
        return lateMillis;
    }
}
