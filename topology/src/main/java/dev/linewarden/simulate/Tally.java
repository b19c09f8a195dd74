package dev.linewarden.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what was decided: by outcome, by code, and where each request ended. */
public final class Tally implements Output {

    private final Map<Outcome, Long> judgements = new TreeMap<>();
    private final Map<String, Count> codes = new TreeMap<>();
    private final Map<String, Long> approvedByLine = new TreeMap<>();
    private final Map<String, Long> alerts = new TreeMap<>();
    private final Set<String> requests = new HashSet<>();
    private final Map<String, Decision> waiting = new HashMap<>();
    private final Promises promises = new Promises();
    private long approvedAtOnce;
    private long approvedLater;
    private Duration longestWait = Duration.ZERO;

    /**
     * How often a code was given.
     *
     * @param observed without being enforced, whatever it would have done
     */
    public record Count(long deferred, long rejected, long advised, long observed) {

        static final Count NONE = new Count(0, 0, 0, 0);

        Count and(Finding finding) {
            if (!finding.enforced()) {
                return new Count(deferred, rejected, advised, observed + 1);
            }
            return switch (finding.effect()) {
                case DEFER -> new Count(deferred + 1, rejected, advised, observed);
                case REJECT -> new Count(deferred, rejected + 1, advised, observed);
                default -> new Count(deferred, rejected, advised + 1, observed);
            };
        }

        public long total() {
            return deferred + rejected + advised + observed;
        }
    }

    @Override
    public void decided(Decision decision) {
        judgements.merge(decision.outcome(), 1L, Long::sum);
        String request = decision.request().pool() + "/" + decision.request().requestId();
        requests.add(request);
        if (decision.bindingCode() == Code.DUPLICATE_REQUEST) {
            // The request that has the id waits on.
            decision.findings().forEach(this::count);
            return;
        }
        promises.decided(request, decision);
        Decision before =
                decision.outcome() == Outcome.DEFERRED ? waiting.put(request, decision) : waiting.remove(request);
        if (decision.outcome() == Outcome.APPROVED) {
            approve(decision, before != null);
        }
        decision.findings().forEach(this::count);
    }

    private void approve(Decision decision, boolean waited) {
        approvedByLine.merge(String.valueOf(decision.line()), 1L, Long::sum);
        if (waited) {
            approvedLater++;
            Duration wait = Duration.between(decision.request().createdAt(), decision.decidedAt());
            longestWait = wait.compareTo(longestWait) > 0 ? wait : longestWait;
        } else {
            approvedAtOnce++;
        }
    }

    private void count(Finding finding) {
        if (finding.code() == null || finding.effect() == Effect.PASS) {
            return;
        }
        codes.merge(finding.code().name(), Count.NONE.and(finding), (before, one) -> before.and(finding));
    }

    @Override
    public void alerted(Alert alert) {
        alerts.merge(alert.kind().name(), 1L, Long::sum);
    }

    /** Requests that were seen, however often each was judged. */
    public long requests() {
        return requests.size();
    }

    public long judgements() {
        return judgements.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Decisions a request, its repetitions left aside; 0 when there was none. */
    public double decisionsARequest() {
        long ofDuplicates =
                codes.getOrDefault(Code.DUPLICATE_REQUEST.name(), Count.NONE).rejected();
        return requests.isEmpty() ? 0 : (double) (judgements() - ofDuplicates) / requests.size();
    }

    /** What became of the times that were promised. */
    public Promises promises() {
        return promises;
    }

    public long approvedAtOnce() {
        return approvedAtOnce;
    }

    public long approvedAfterWaiting() {
        return approvedLater;
    }

    public long rejected() {
        return judgements.getOrDefault(Outcome.REJECTED, 0L);
    }

    public long waiting() {
        return waiting.size();
    }

    /** The longest time between a request and its approval. */
    public Duration longestWait() {
        return longestWait;
    }

    /** The codes that were given, by name. */
    public Map<String, Count> codes() {
        return Collections.unmodifiableMap(codes);
    }

    /** How many alerts of each kind were raised. */
    public Map<String, Long> alerts() {
        return Collections.unmodifiableMap(alerts);
    }

    /** How many messages each line sent, of the lines that sent any. */
    public Map<String, Long> approvedByLine() {
        return Collections.unmodifiableMap(approvedByLine);
    }

    /** All of it, as {@code simulate --json} prints it. */
    public ObjectNode json(long events, Duration took) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("events", events);
        json.put("requests", requests.size());
        json.put("approved_at_once", approvedAtOnce);
        json.put("approved_after_waiting", approvedLater);
        json.put("rejected", rejected());
        json.put("waiting", waiting.size());
        json.put("decisions", judgements());
        json.put("decisions_a_request", decisionsARequest());
        ObjectNode promised = json.putObject("promises");
        promised.put("made", promises.made()).put("kept", promises.kept()).put("pending", promises.pending());
        ObjectNode moved = promised.putObject("moved");
        promises.moved().forEach(moved::put);
        ObjectNode byCode = json.putObject("codes");
        codes.forEach((code, counts) -> byCode.putObject(code)
                .put("deferred", counts.deferred())
                .put("rejected", counts.rejected())
                .put("advised", counts.advised())
                .put("observed", counts.observed()));
        ObjectNode byLine = json.putObject("approved_by_line");
        approvedByLine.forEach(byLine::put);
        ObjectNode byKind = json.putObject("alerts");
        alerts.forEach(byKind::put);
        json.put("took_ms", took.toMillis());
        return json;
    }
}
