package dev.linewarden.audit;

import dev.linewarden.contract.Records;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's second policy decided otherwise than the first, request by request, as both stand now: each by its latest
 * decision. Replies are as they came, whoever would have been written to. Keeps some bytes for each request that the second
 * policy has decided.
 */
public final class ShadowComparison {

    // Both judge by the millisecond; a shadow may be a tick or two late.
    private static final Duration ALIKE = Duration.ofSeconds(1);

    // The first may be read ahead of the second by what comes between two looks.
    private static final int MOST_AHEAD = 100_000;

    private final ShadowRun run;
    private final Instant began;
    private final Map<String, Latest> first = new HashMap<>();
    private final Map<String, Latest> second = new HashMap<>();
    private final Map<String, Latest> ahead = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Latest> eldest) {
            return size() > MOST_AHEAD;
        }
    };

    /** How a request stands with one policy. */
    private record Latest(
            Outcome outcome,
            @Nullable String code,
            @Nullable String rule,
            Instant at,
            @Nullable Instant notBefore) {

        Instant leaves() {
            return notBefore == null ? at : notBefore;
        }
    }

    /** What became of a request with the second policy, beside the first. */
    public enum Direction {
        APPROVED_TO_DEFERRED,
        APPROVED_TO_REJECTED,
        DEFERRED_TO_APPROVED,
        DEFERRED_TO_REJECTED,
        REJECTED_TO_APPROVED,
        REJECTED_TO_DEFERRED,
        /** The same, but for its time. */
        LATER,
        EARLIER,
        UNCHANGED;

        static Direction of(Outcome first, Outcome second) {
            return valueOf(first.name() + "_TO_" + second.name());
        }
    }

    /**
     * Requests that went the same way for the same reason.
     *
     * @param code what the second policy held it back for; what the first did, when the second does not; null for a time that
     *     is another
     * @param rule the rule that says so; null where there is no code
     * @param since when the second decided the first of them
     * @param example the first of them
     */
    public record Changed(
            Direction direction,
            @Nullable String code,
            @Nullable String rule,
            int requests,
            Instant since,
            String example) {}

    /**
     * Both beside each other.
     *
     * @param requests how many stand beside each other
     * @param counts how many went which way; every direction is there
     * @param changed the rules that decided otherwise, those that changed most first
     * @param farthest by how much the time of one of them differs at most
     */
    public record Result(int requests, Map<Direction, Integer> counts, List<Changed> changed, Duration farthest) {

        /** When they first differed; null when they do not. */
        public @Nullable Changed divergence() {
            return changed.stream().min(Comparator.comparing(Changed::since)).orElse(null);
        }
    }

    ShadowComparison(ShadowRun run, Instant began) {
        this.run = run;
        this.began = began;
    }

    /** Takes a decision of a second policy, of this run or another. */
    void takeSecond(Decision decision) {
        boolean isOfRun = decision.getJournalOffset() >= run.beganOffset()
                && !decision.getDecidedAt().isBefore(began);
        if (isOfRun && concerns(decision)) {
            take(second, decision);
            Latest before = ahead.remove(decision.getRequest().getRequestId());
            if (before != null) {
                first.merge(decision.getRequest().getRequestId(), before, ShadowComparison::later);
            }
        }
    }

    /**
     * Takes a decision of the first policy. What the second has not decided is passed over, unless it does so soon: of all that
     * was decided before, those of the second come first.
     */
    void takeFirst(Decision decision) {
        if (concerns(decision)) {
            take(second.containsKey(decision.getRequest().getRequestId()) ? first : ahead, decision);
        }
    }

    private boolean concerns(Decision decision) {
        boolean isOver = run.ended() != null && decision.getDecidedAt().isAfter(run.ended());
        return !isOver && decision.getRequest().getPool().equals(run.pool()) && Records.isRemembered(decision);
    }

    private static void take(Map<String, Latest> latest, Decision decision) {
        Latest next = new Latest(
                decision.getOutcome(),
                decision.getBindingCode(),
                rule(decision),
                decision.getDecidedAt(),
                decision.getNotBefore());
        latest.merge(decision.getRequest().getRequestId(), next, ShadowComparison::later);
    }

    private static Latest later(Latest one, Latest other) {
        return other.at().isBefore(one.at()) ? one : other;
    }

    private static @Nullable String rule(Decision decision) {
        return decision.getFindings().stream()
                .filter(finding ->
                        finding.getCode() != null && finding.getCode().equals(decision.getBindingCode()))
                .map(Finding::getRule)
                .findFirst()
                .orElse(null);
    }

    /** Both beside each other, once all was taken. */
    Result result() {
        Map<Direction, Integer> counts = new TreeMap<>();
        for (Direction direction : Direction.values()) {
            counts.put(direction, 0);
        }
        Map<String, Changed> changed = new TreeMap<>();
        Duration farthest = Duration.ZERO;
        int requests = 0;
        for (Map.Entry<String, Latest> entry : second.entrySet()) {
            Latest one = first.get(entry.getKey());
            Latest other = entry.getValue();
            if (one == null) {
                continue;
            }
            requests++;
            Direction direction = direction(one, other);
            counts.merge(direction, 1, Integer::sum);
            if (direction == Direction.LATER || direction == Direction.EARLIER) {
                Duration apart = Duration.between(one.leaves(), other.leaves()).abs();
                farthest = apart.compareTo(farthest) > 0 ? apart : farthest;
            }
            if (direction != Direction.UNCHANGED) {
                note(changed, direction, one, other, entry.getKey());
            }
        }
        List<Changed> most = new ArrayList<>(changed.values());
        most.sort(Comparator.comparing(Changed::requests).reversed().thenComparing(Changed::since));
        return new Result(requests, counts, most, farthest);
    }

    private static Direction direction(Latest one, Latest other) {
        if (one.outcome() != other.outcome()) {
            return Direction.of(one.outcome(), other.outcome());
        }
        Duration later = Duration.between(one.leaves(), other.leaves());
        boolean isHeld = one.outcome() == Outcome.DEFERRED && (one.notBefore() == null || other.notBefore() == null);
        if (one.outcome() == Outcome.REJECTED || isHeld || later.abs().compareTo(ALIKE) <= 0) {
            return Direction.UNCHANGED;
        }
        return later.isNegative() ? Direction.EARLIER : Direction.LATER;
    }

    private static void note(
            Map<String, Changed> changed, Direction direction, Latest one, Latest other, String request) {
        Latest reason = other.code() != null ? other : one;
        String code = reason.code();
        Changed here = new Changed(direction, code, reason.rule(), 1, other.at(), request);
        changed.merge(direction + "/" + code, here, (before, more) -> {
            boolean isEarlier = more.since().isBefore(before.since());
            return new Changed(
                    direction,
                    code,
                    before.rule(),
                    before.requests() + 1,
                    isEarlier ? more.since() : before.since(),
                    isEarlier ? more.example() : before.example());
        });
    }
}
