package dev.linewarden.audit;

import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.PolicyUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the history of a pool's policy of what topics hold: the updates are told before the decisions. Keeps the updates, and one entry for each
 * update and build that decided by it; so it does not grow with the decisions. Not thread-safe.
 */
final class PolicyBook {

    private static final String REJECTED = "POLICY_REJECTED";
    private static final String UNKNOWN_BUILD = "unknown";
    private static final long UNTOLD = -1;

    private final String pool;
    private final List<Update> updates = new ArrayList<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Map<Stay, Map<String, PolicyHistory.Work>> work = new HashMap<>();
    // Where each policy was applied, by its hash.
    private final Map<String, NavigableSet<Long>> applied = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private boolean isWhole = true;

    private record Update(int partition, long offset, Instant at, String text) {
        String place() {
            return partition + "/" + offset;
        }
    }

    /**
     * A policy from one of its updates to its next: it may be in force again and again.
     *
     * @param since the offset of the update; {@link #UNTOLD} when the journal does not hold it
     */
    private record Stay(String hash, long since) {}

    /** A time in force, until the next begins. */
    private record Begun(String hash, @Nullable Instant from, long since) {}

    PolicyBook(String pool) {
        this.pool = pool;
        texts.put(PolicyHash.OF_DEFAULTS, "{}");
    }

    /** The journal has let go of its oldest entries: what they said is not known. */
    void isCutOff() {
        isWhole = false;
    }

    /** An update at its place in the journal. */
    void take(PolicyUpdate update, int partition, long offset, Instant appended) {
        if (update.getPool().equals(pool)) {
            String hash = PolicyHash.of(update.getPolicy());
            updates.add(new Update(partition, offset, appended, update.getPolicy()));
            applied.computeIfAbsent(hash, none -> new TreeSet<>()).add(offset);
            texts.put(hash, update.getPolicy());
        }
    }

    /** What the compacted topic has last: a text that the journal may hold no more. */
    void takeLatest(PolicyUpdate update) {
        if (update.getPool().equals(pool)) {
            texts.put(PolicyHash.of(update.getPolicy()), update.getPolicy());
        }
    }

    void take(Alert alert) {
        String begin = pool + "/policy/";
        if (alert.getKind().equals(REJECTED) && alert.getAlertId().startsWith(begin)) {
            String said = alert.getMessage();
            refusals.put(
                    alert.getAlertId().substring(begin.length()),
                    said.substring(said.indexOf(": ") + 1).strip());
        }
    }

    void take(Decision decision) {
        if (!decision.getRequest().getPool().equals(pool)
                || decision.getPolicyHash().isEmpty()) {
            return;
        }
        String build = Objects.requireNonNullElse(decision.getBuild(), UNKNOWN_BUILD);
        Instant at = decision.getDecidedAt();
        work.computeIfAbsent(stayOf(decision), none -> new TreeMap<>())
                .merge(build, new PolicyHistory.Work(build, 1, at, at), PolicyHistory.Work::and);
        versions.put(decision.getPolicyHash(), decision.getPolicyVersion());
    }

    private Stay stayOf(Decision decision) {
        String hash = decision.getPolicyHash();
        NavigableSet<Long> updates = applied.get(hash);
        Long since = updates == null ? null : updates.floor(decision.getJournalOffset());
        return new Stay(hash, since == null ? UNTOLD : since);
    }

    PolicyHistory history() {
        updates.sort(Comparator.comparing(Update::at).thenComparing(Update::offset));
        List<PolicyHistory.Refusal> refused = new ArrayList<>();
        List<Begun> begun = new ArrayList<>(beginning());
        for (Update update : updates) {
            String hash = PolicyHash.of(update.text());
            String reason = refusal(update);
            if (reason != null) {
                refused.add(new PolicyHistory.Refusal(update.at(), hash, reason, update.partition(), update.offset()));
            } else if (begun.isEmpty() || !begun.get(begun.size() - 1).hash().equals(hash)) {
                // The one that is in force, applied again, goes on.
                begun.add(new Begun(hash, update.at(), update.offset()));
            }
        }
        List<PolicyHistory.Period> periods = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            periods.add(period(begun.get(i), i + 1 < begun.size() ? begun.get(i + 1) : null));
        }
        return new PolicyHistory(pool, isWhole, List.copyOf(periods), List.copyOf(refused));
    }

    /** What held before the first update: the defaults, or where the journal is cut off what decisions name. */
    private List<Begun> beginning() {
        if (isWhole) {
            return List.of(new Begun(PolicyHash.OF_DEFAULTS, null, UNTOLD));
        }
        Instant first = updates.isEmpty() ? Instant.MAX : updates.get(0).at();
        List<Begun> begun = new ArrayList<>();
        work.entrySet().stream()
                .filter(entry -> entry.getKey().since() == UNTOLD
                        && firstOf(entry.getValue()).isBefore(first))
                .sorted(Comparator.comparing(entry -> firstOf(entry.getValue())))
                .forEach(entry -> begun.add(
                        new Begun(entry.getKey().hash(), begun.isEmpty() ? null : firstOf(entry.getValue()), UNTOLD)));
        return begun;
    }

    private static Instant firstOf(Map<String, PolicyHistory.Work> builds) {
        return builds.values().stream()
                .map(PolicyHistory.Work::first)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private PolicyHistory.Period period(Begun begun, @Nullable Begun next) {
        String text = texts.get(begun.hash());
        return new PolicyHistory.Period(
                begun.from(),
                next == null ? null : next.from(),
                begun.hash(),
                version(begun.hash(), text),
                text,
                workOf(begun, next).values().stream()
                        .sorted(Comparator.comparing(PolicyHistory.Work::first))
                        .toList());
    }

    /** What was decided by the policy in that period, by build; it may have been applied again in it. */
    private Map<String, PolicyHistory.Work> workOf(Begun begun, @Nullable Begun next) {
        Map<String, PolicyHistory.Work> builds = new TreeMap<>();
        work.forEach((stay, done) -> {
            boolean isBefore = next == null || stay.since() < next.since() || stay.since() == begun.since();
            if (stay.hash().equals(begun.hash()) && stay.since() >= begun.since() && isBefore) {
                done.forEach((build, its) -> builds.merge(build, its, PolicyHistory.Work::and));
            }
        });
        return builds;
    }

    private @Nullable String version(String hash, @Nullable String text) {
        return text == null
                ? versions.get(hash)
                : new PolicyYaml().check(text).policy().version();
    }

    /** Why the gate refused an update, by its own word; by this build's reading where the alert is gone or yet to come. */
    private @Nullable String refusal(Update update) {
        String said = refusals.get(update.place());
        if (said != null) {
            return said;
        }
        List<PolicyError> errors = new PolicyYaml().check(update.text()).errors();
        return errors.isEmpty()
                ? null
                : errors.stream().map(PolicyError::toString).collect(Collectors.joining("; "));
    }
}
