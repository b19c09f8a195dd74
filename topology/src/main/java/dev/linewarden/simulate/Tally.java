package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what was decided: by outcome, by code, and where each request ended. */
final class Tally implements Output {

    private final Map<Outcome, Long> judgements = new TreeMap<>();
    private final Map<String, long[]> codes = new TreeMap<>();
    private final Map<String, Long> approvedByLine = new TreeMap<>();
    private final Map<String, Long> alerts = new TreeMap<>();
    private final Set<String> requests = new HashSet<>();
    private final Map<String, Decision> waiting = new HashMap<>();
    private long approvedAtOnce;
    private long approvedLater;
    private Duration longestWait = Duration.ZERO;

    private static final int DEFERRED = 0;
    private static final int REJECTED = 1;
    private static final int ADVISED = 2;
    private static final int OBSERVED = 3;

    @Override
    public void decided(Decision decision) {
        judgements.merge(decision.outcome(), 1L, Long::sum);
        String request = decision.request().pool() + "/" + decision.request().requestId();
        requests.add(request);
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
        int column = !finding.enforced()
                ? OBSERVED
                : switch (finding.effect()) {
                    case DEFER -> DEFERRED;
                    case REJECT -> REJECTED;
                    default -> ADVISED;
                };
        codes.computeIfAbsent(finding.code().name(), code -> new long[4])[column]++;
    }

    @Override
    public void alerted(Alert alert) {
        alerts.merge(alert.kind().name(), 1L, Long::sum);
    }

    List<String> summary(long events, Duration took) {
        Table ends = new Table("requests", "", "share");
        row(ends, "approved at once", approvedAtOnce);
        row(ends, "approved after waiting", approvedLater);
        row(ends, "rejected", judgements.getOrDefault(Outcome.REJECTED, 0L));
        row(ends, "still waiting", waiting.size());
        List<String> lines = new ArrayList<>(ends.lines());
        if (!codes.isEmpty()) {
            Table why = new Table("why", "deferred", "rejected", "advised", "observed");
            codes.entrySet().stream()
                    .sorted((a, b) -> Long.compare(total(b.getValue()), total(a.getValue())))
                    .forEach(code -> why.row(
                            code.getKey(),
                            code.getValue()[DEFERRED],
                            code.getValue()[REJECTED],
                            code.getValue()[ADVISED],
                            code.getValue()[OBSERVED]));
            lines.add("");
            lines.addAll(why.lines());
        }
        if (!alerts.isEmpty()) {
            Table raised = new Table("alerts", "");
            alerts.forEach(raised::row);
            lines.add("");
            lines.addAll(raised.lines());
        }
        lines.add("");
        lines.add(String.format(
                "%,d events, %,d requests, %,d judgements, %d lines sent, longest wait %s; took %.1f s (%,.0f events a second)",
                events,
                requests.size(),
                judgements.values().stream().mapToLong(Long::longValue).sum(),
                approvedByLine.size(),
                readable(longestWait),
                took.toMillis() / 1000.0,
                events * 1000.0 / Math.max(1, took.toMillis())));
        return lines;
    }

    private void row(Table table, String name, long count) {
        table.row(name, count, String.format("%.1f%%", requests.isEmpty() ? 0.0 : 100.0 * count / requests.size()));
    }

    private static long total(long[] counts) {
        return counts[DEFERRED] + counts[REJECTED] + counts[ADVISED] + counts[OBSERVED];
    }

    private static String readable(Duration wait) {
        return wait.toHours() > 0
                ? wait.toHours() + " h " + wait.toMinutesPart() + " min"
                : wait.toMinutes() + " min " + wait.toSecondsPart() + " s";
    }

    ObjectNode json(long events, Duration took) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("events", events);
        json.put("requests", requests.size());
        json.put("approved_at_once", approvedAtOnce);
        json.put("approved_after_waiting", approvedLater);
        json.put("rejected", judgements.getOrDefault(Outcome.REJECTED, 0L));
        json.put("waiting", waiting.size());
        ObjectNode byCode = json.putObject("codes");
        codes.forEach((code, counts) -> byCode.putObject(code)
                .put("deferred", counts[DEFERRED])
                .put("rejected", counts[REJECTED])
                .put("advised", counts[ADVISED])
                .put("observed", counts[OBSERVED]));
        ObjectNode byLine = json.putObject("approved_by_line");
        approvedByLine.forEach(byLine::put);
        ObjectNode byKind = json.putObject("alerts");
        alerts.forEach(byKind::put);
        json.put("took_ms", took.toMillis());
        return json;
    }
}
