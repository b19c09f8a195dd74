package dev.linewarden.audit;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Deferral;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What becomes of a backlog: which line sends how much of it on which day, and what is not sent. */
public final class Course {

    private final Map<String, Deferral> backlog;
    private final ZoneId zone;
    private final SortedMap<Code, Integer> held = new TreeMap<>();
    private final SortedMap<Code, Integer> refused = new TreeMap<>();
    private final SortedMap<String, OfLine> lines = new TreeMap<>();
    // When each of those that have a time or wait for a line goes, by all that was decided so far.
    private final Map<String, Instant> expected = new HashMap<>();
    private int due;
    private @Nullable Instant through;

    /**
     * What one line sends of the backlog.
     *
     * @param through when it sends the last of it
     * @param days how much of it on which day
     */
    public record OfLine(Instant through, SortedMap<LocalDate, Integer> days) {

        OfLine and(Instant at, LocalDate day) {
            SortedMap<LocalDate, Integer> more = new TreeMap<>(days);
            more.merge(day, 1, Integer::sum);
            return new OfLine(at.isAfter(through) ? at : through, more);
        }

        /** All that it sends of it. */
        public int sends() {
            return days.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * A backlog of which nothing is decided yet.
     *
     * @param backlog what waits, by request id
     * @param zone whose calendar days are counted
     */
    Course(Map<String, Deferral> backlog, ZoneId zone) {
        this.backlog = backlog;
        this.zone = zone;
        for (Deferral waits : backlog.values()) {
            if (isDue(waits)) {
                due++;
                expect(waits.request().requestId(), waits.promised());
            } else {
                held.merge(waits.code(), 1, Integer::sum);
            }
        }
    }

    /** Whether more lines could bring it forward: it has a time, or waits for a line. */
    private static boolean isDue(Deferral waits) {
        return waits.promised() != null || Deferral.awaitingCapacity().equals(waits.cause());
    }

    void decided(Decision decision) {
        Deferral waits = backlog.get(decision.request().requestId());
        if (waits == null) {
            return;
        }
        boolean isApproved = decision.outcome() == Outcome.APPROVED;
        if (isDue(waits)) {
            expect(waits.request().requestId(), isApproved ? decision.decidedAt() : decision.notBefore());
        }
        if (isApproved) {
            approved(decision);
        } else if (decision.outcome() == Outcome.REJECTED && isDue(waits) && decision.bindingCode() != null) {
            refused.merge(decision.bindingCode(), 1, Integer::sum);
        }
    }

    private void expect(String requestId, @Nullable Instant at) {
        if (at == null) {
            expected.remove(requestId);
        } else {
            expected.put(requestId, at);
        }
    }

    private void approved(Decision decision) {
        Instant at = decision.decidedAt();
        LocalDate day = LocalDate.ofInstant(at, zone);
        lines.merge(
                String.valueOf(decision.line()),
                new OfLine(at, new TreeMap<>(Map.of(day, 1))),
                (before, one) -> before.and(at, day));
        through = through == null || at.isAfter(through) ? at : through;
    }

    /** How many have a time, or wait for a line. */
    public int due() {
        return due;
    }

    /** How many of these do not go by {@code wished}, or not at all, by what was sent and promised so far. */
    public int lateBy(Instant wished) {
        return due
                - (int) expected.values().stream()
                        .filter(at -> !at.isAfter(wished))
                        .count();
    }

    /** When the last of the backlog is sent; null when none of it is. */
    public @Nullable Instant through() {
        return through;
    }

    /** What waits for something else to happen, by the code that holds it: with nothing more to happen, it is not sent. */
    public SortedMap<Code, Integer> held() {
        return Collections.unmodifiableSortedMap(held);
    }

    /** What has a time, or waits for a line, and is refused even so, by code. */
    public SortedMap<Code, Integer> refused() {
        return Collections.unmodifiableSortedMap(refused);
    }

    /** What each line sends, by name. */
    public SortedMap<String, OfLine> lines() {
        return Collections.unmodifiableSortedMap(lines);
    }

    /** All that is sent, by day. */
    public SortedMap<LocalDate, Integer> days() {
        SortedMap<LocalDate, Integer> days = new TreeMap<>();
        lines.values().forEach(line -> line.days().forEach((day, sends) -> days.merge(day, sends, Integer::sum)));
        return days;
    }
}
