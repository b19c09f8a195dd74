package dev.linewarden.audit.replay;

import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What another policy would have changed, in all directions: counts, by rule, line, server, label and hour, with the first
 * divergences. Thread-safe; keeps counts, the first changes and the first divergences, and no request.
 */
public final class FlipLedger {

    /** By what the changes are broken down. */
    public enum By {
        RULE,
        LINE,
        SERVER,
        LABEL,
        HOUR
    }

    /**
     * One request that would have come to something else.
     *
     * @param later by how many milliseconds it would have been sent later; 0 when there is no such time
     * @param at when the recorded outcome was decided
     * @param wouldAt when the other would have been
     * @param recordedCode what bound it; null when nothing did
     */
    public record Flip(
            int partition,
            long arrival,
            Instant at,
            Instant wouldAt,
            String pool,
            String requestId,
            Direction direction,
            long later,
            boolean isFirstOrder,
            @Nullable String recordedCode,
            @Nullable String wouldCode) {}

    /** Where somebody's or something's past first becomes another. */
    public record First(Instant at, int partition, long offset, String requestId, boolean isFirstOrder) {}

    // Of all policies that are asked about together.
    private static final int MOST_FLIPS = 10_000;
    private static final int MOST_FIRSTS = 100_000;
    private static final int FEWEST = 1_000;
    private static final int MOST_KEYS = 10_000;
    private static final String OTHERS = "(others)";
    private static final Comparator<First> EARLIEST =
            Comparator.comparing(First::at).thenComparingLong(First::offset);
    private static final Comparator<Flip> IN_TIME = Comparator.comparing(Flip::at)
            .thenComparing(Flip::partition)
            .thenComparing(Flip::arrival)
            .thenComparing(Flip::requestId)
            .thenComparing(Flip::wouldAt);
    // Another outcome says more than another time.
    private static final Comparator<Flip> WORTH_KEEPING = Comparator.<Flip, Boolean>comparing(
                    flip -> !flip.direction().isFlip())
            .thenComparing(IN_TIME);

    private final Map<Direction, Long> counts = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> firstOrder = new EnumMap<>(Direction.class);
    private final Map<By, SortedMap<String, Map<Direction, Long>>> by = new EnumMap<>(By.class);
    private final Spread later = new Spread();
    private final Spread earlier = new Spread();
    private final NavigableSet<Flip> flips = new TreeSet<>(WORTH_KEEPING);
    private final SortedMap<String, First> recipients = new TreeMap<>();
    private final SortedMap<String, First> lines = new TreeMap<>();
    private final SortedMap<String, First> servers = new TreeMap<>();
    private final @Nullable String wanted;
    private final int mostFlips;
    private final int mostFirsts;
    private @Nullable Flip wantedFlip;
    private long requests;
    private long otherLine;
    private long otherReason;
    private boolean areRecipientsLeftOut;

    FlipLedger() {
        this(null, 1);
    }

    /**
     * @param wanted the request whose change is kept in any case; null for none
     * @param ledgers how many there are, which share the room
     */
    FlipLedger(@Nullable String wanted, int ledgers) {
        this.wanted = wanted;
        this.mostFlips = Math.max(FEWEST, MOST_FLIPS / ledgers);
        this.mostFirsts = Math.max(FEWEST, MOST_FIRSTS / ledgers);
        for (By dimension : By.values()) {
            by.put(dimension, new TreeMap<>());
        }
    }

    /** A request is at its end, or the journal is. */
    synchronized void close(int partition, Fate fate) {
        requests++;
        Told recorded = fate.recordedLast();
        Told would = fate.wouldLast();
        Direction direction = fate.direction();
        if (direction == null) {
            otherLine +=
                    recorded.outcome() == Outcome.APPROVED && !Objects.equals(recorded.line(), would.line()) ? 1 : 0;
            otherReason += recorded.outcome() != Outcome.APPROVED && recorded.code() != would.code() ? 1 : 0;
            return;
        }
        counts.merge(direction, 1L, Long::sum);
        if (fate.isFirstOrder()) {
            firstOrder.merge(direction, 1L, Long::sum);
        }
        if (direction == Direction.LATER) {
            later.add(fate.laterMillis());
        } else if (direction == Direction.EARLIER) {
            earlier.add(-fate.laterMillis());
        }
        breakDown(fate, recorded, would, direction);
        Flip flip = flip(partition, fate, direction);
        keep(flip);
        wantedFlip = fate.requestId.equals(wanted) ? flip : wantedFlip;
    }

    private void keep(Flip flip) {
        flips.add(flip);
        if (flips.size() > mostFlips) {
            flips.pollLast();
        }
    }

    private static Flip flip(int partition, Fate fate, Direction direction) {
        Told recorded = fate.recordedLast();
        Told would = fate.wouldLast();
        return new Flip(
                partition,
                fate.arrival,
                recorded.decidedAt(),
                would.decidedAt(),
                fate.pool,
                fate.requestId,
                direction,
                fate.laterMillis(),
                fate.isFirstOrder(),
                name(recorded),
                name(would));
    }

    private static @Nullable String name(Told told) {
        return told.code() == null ? null : told.code().name();
    }

    private void breakDown(Fate fate, Told recorded, Told would, Direction direction) {
        count(By.RULE, fate.rule(), direction);
        String line = recorded.line() == null ? would.line() : recorded.line();
        String server = recorded.server() == null ? would.server() : recorded.server();
        count(By.LINE, line == null ? "(none)" : line, direction);
        count(By.SERVER, server == null ? "(none)" : server, direction);
        fate.labels.forEach((key, value) -> count(By.LABEL, key + "=" + value, direction));
        count(By.HOUR, recorded.decidedAt().truncatedTo(ChronoUnit.HOURS).toString(), direction);
    }

    private void count(By dimension, String key, Direction direction) {
        SortedMap<String, Map<Direction, Long>> cells = Objects.requireNonNull(by.get(dimension));
        String known = cells.size() < MOST_KEYS || cells.containsKey(key) ? key : OTHERS;
        cells.computeIfAbsent(known, none -> new EnumMap<>(Direction.class)).merge(direction, 1L, Long::sum);
    }

    /** Something about a request is otherwise, for the first time. */
    synchronized void diverged(int partition, Fate fate) {
        Told would = fate.wouldLast();
        First first = new First(would.decidedAt(), partition, would.offset(), fate.requestId, fate.isFirstOrder());
        areRecipientsLeftOut |= !note(recipients, fate.recipient, first);
        for (Told side : List.of(fate.recordedLast(), would)) {
            note(lines, side.line(), first);
            note(servers, side.server(), first);
        }
    }

    /** Whether there was room for it. */
    private boolean note(SortedMap<String, First> firsts, @Nullable String key, First first) {
        boolean isKept = key == null || firsts.size() < mostFirsts || firsts.containsKey(key);
        if (key != null && isKept) {
            firsts.merge(key, first, (one, other) -> EARLIEST.compare(one, other) <= 0 ? one : other);
        }
        return isKept;
    }

    /** How many requests were compared. */
    public synchronized long requests() {
        return requests;
    }

    /** How many came to the same at the same time, perhaps on another line or for another reason. */
    public synchronized long unchanged() {
        return requests - changed();
    }

    private long changed() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many changes {@link #sample} has no room for. */
    public synchronized long leftOut() {
        return changed() - flips.size();
    }

    public synchronized long count(Direction direction) {
        return counts.getOrDefault(direction, 0L);
    }

    /** How many of them were judged by what was as recorded; the others follow from them. */
    public synchronized long firstOrder(Direction direction) {
        return firstOrder.getOrDefault(direction, 0L);
    }

    /** How many would have come to another outcome. */
    public long flips() {
        return Arrays.stream(Direction.values())
                .filter(Direction::isFlip)
                .mapToLong(this::count)
                .sum();
    }

    public long newlyRejected() {
        return count(Direction.APPROVED_REJECTED) + count(Direction.DEFERRED_REJECTED);
    }

    public long newlyApproved() {
        return count(Direction.REJECTED_APPROVED) + count(Direction.DEFERRED_APPROVED);
    }

    /** Of the unchanged, how many would have gone by another line. */
    public synchronized long otherLine() {
        return otherLine;
    }

    /** Of the unchanged, how many would have been held back for another reason. */
    public synchronized long otherReason() {
        return otherReason;
    }

    public Spread later() {
        return later;
    }

    public Spread earlier() {
        return earlier;
    }

    /** Counts by what they have in common. */
    public SortedMap<String, Map<Direction, Long>> by(By dimension) {
        return Objects.requireNonNull(by.get(dimension));
    }

    /** The change of the request that was wanted, the last if its id was used again; null when nothing is otherwise about it. */
    public synchronized @Nullable Flip wanted() {
        return wantedFlip;
    }

    /**
     * The changes by the time of the recorded outcome: ten thousand of all policies together, or a thousand of each; those of
     * another outcome before those of another time, and of these the first.
     */
    public synchronized List<Flip> sample() {
        return flips.stream().sorted(IN_TIME).toList();
    }

    /** Whether more recipients diverged than {@link #firstOfRecipients} names: of all policies together a hundred thousand at most. */
    public synchronized boolean areRecipientsLeftOut() {
        return areRecipientsLeftOut;
    }

    /** By the recipient's masked handle, numbered where two look alike. */
    public synchronized SortedMap<String, First> firstOfRecipients() {
        SortedMap<String, First> masked = new TreeMap<>();
        Map<String, Integer> alike = new HashMap<>();
        recipients.forEach((handle, first) -> {
            String shown = Masked.handle(handle);
            int number = alike.merge(shown, 1, Integer::sum);
            masked.put(number == 1 ? shown : shown + " (" + number + ")", first);
        });
        return masked;
    }

    public SortedMap<String, First> firstOfLines() {
        return lines;
    }

    public SortedMap<String, First> firstOfServers() {
        return servers;
    }
}
