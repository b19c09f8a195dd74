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
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the history of a pool's policy of what topics hold, in any order of theirs. Keeps the updates, and one entry for each
 * policy and build that decided; so it does not grow with the decisions. Not thread-safe.
 */
final class PolicyBook {

    private static final String REJECTED = "POLICY_REJECTED";
    private static final String UNKNOWN_BUILD = "unknown";

    private final String pool;
    private final List<Update> updates = new ArrayList<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Map<String, Map<String, PolicyHistory.Work>> work = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private boolean isWhole = true;

    private record Update(int partition, long offset, Instant at, String text) {
        String place() {
            return partition + "/" + offset;
        }
    }

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
            updates.add(new Update(partition, offset, appended, update.getPolicy()));
            texts.put(PolicyHash.of(update.getPolicy()), update.getPolicy());
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
        work.computeIfAbsent(decision.getPolicyHash(), none -> new TreeMap<>())
                .merge(build, new PolicyHistory.Work(build, 1, at, at), PolicyHistory.Work::and);
        versions.put(decision.getPolicyHash(), decision.getPolicyVersion());
    }

    PolicyHistory history() {
        updates.sort(Comparator.comparing(Update::at).thenComparing(Update::offset));
        List<PolicyHistory.Refusal> refused = new ArrayList<>();
        List<PolicyHistory.Period> periods = new ArrayList<>();
        begin(periods);
        for (Update update : updates) {
            String hash = PolicyHash.of(update.text());
            String reason = refusal(update);
            if (reason != null) {
                refused.add(new PolicyHistory.Refusal(update.at(), hash, reason, update.partition(), update.offset()));
            } else {
                follow(periods, hash, update.at());
            }
        }
        return new PolicyHistory(pool, isWhole, List.copyOf(periods), List.copyOf(refused));
    }

    /** Another policy's time begins; the one that is in force, applied again, goes on. */
    private void follow(List<PolicyHistory.Period> periods, String hash, Instant from) {
        PolicyHistory.Period last = periods.isEmpty() ? null : periods.get(periods.size() - 1);
        if (last != null && last.hash().equals(hash)) {
            return;
        }
        if (last != null) {
            periods.set(periods.size() - 1, last.until(from));
        }
        periods.add(period(hash, from));
    }

    /** What held before the first update: the defaults, or where the journal is cut off what decisions name. */
    private void begin(List<PolicyHistory.Period> periods) {
        if (isWhole) {
            periods.add(period(PolicyHash.OF_DEFAULTS, null));
            return;
        }
        Instant first = updates.isEmpty() ? Instant.MAX : updates.get(0).at();
        work.entrySet().stream()
                .filter(entry -> firstOf(entry.getValue()).isBefore(first))
                .filter(entry -> updates.stream()
                        .noneMatch(update -> PolicyHash.of(update.text()).equals(entry.getKey())))
                .sorted(Comparator.comparing(entry -> firstOf(entry.getValue())))
                .forEach(entry -> {
                    Instant from = firstOf(entry.getValue());
                    if (!periods.isEmpty()) {
                        periods.set(
                                periods.size() - 1,
                                periods.get(periods.size() - 1).until(from));
                    }
                    periods.add(period(entry.getKey(), periods.isEmpty() ? null : from));
                });
    }

    private static Instant firstOf(Map<String, PolicyHistory.Work> builds) {
        return builds.values().stream()
                .map(PolicyHistory.Work::first)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private PolicyHistory.Period period(String hash, @Nullable Instant from) {
        String text = texts.get(hash);
        return new PolicyHistory.Period(
                from,
                null,
                hash,
                version(hash, text),
                text,
                work.getOrDefault(hash, Map.of()).values().stream()
                        .sorted(Comparator.comparing(PolicyHistory.Work::first))
                        .toList());
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
