package dev.linewarden.demo;

import dev.linewarden.contract.Masked;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the gate has decided so far, for somebody who watches. Thread-safe. */
public final class Scoreboard {

    private static final int LATEST = 8;

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Long> codes = new TreeMap<>();
    private final Map<String, Long> approvedByLine = new TreeMap<>();
    private final Set<String> waiting = new HashSet<>();
    private final Deque<String> latest = new ArrayDeque<>();
    private long released;

    /** Counts one decision. */
    public synchronized void count(Decision decision) {
        outcomes.merge(decision.getOutcome(), 1L, Long::sum);
        String id = decision.getRequest().getRequestId();
        if (decision.getOutcome() == Outcome.DEFERRED) {
            waiting.add(id);
        } else {
            waiting.remove(id);
        }
        if (decision.getBindingCode() != null) {
            codes.merge(decision.getBindingCode(), 1L, Long::sum);
        }
        if (decision.getOutcome() == Outcome.APPROVED && decision.getAttempt() > 1) {
            released++;
        }
        if (decision.getOutcome() == Outcome.APPROVED && decision.getLine() != null) {
            approvedByLine.merge(decision.getLine(), 1L, Long::sum);
        }
        latest.addLast(describe(decision));
        if (latest.size() > LATEST) {
            latest.removeFirst();
        }
    }

    private static String describe(Decision decision) {
        String why = decision.getBindingCode() == null ? "" : "  " + decision.getBindingCode();
        Instant until = decision.getNotBefore();
        return String.format(
                "%-9s %-10s to %-14s%s%s%s",
                decision.getOutcome(),
                decision.getDecisionId(),
                Masked.handle(decision.getRequest().getRecipient()),
                decision.getLine() == null ? "" : " on " + decision.getLine(),
                why,
                until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS));
    }

    /** One line. */
    public synchronized String line() {
        return "approved " + outcomes.getOrDefault(Outcome.APPROVED, 0L) + ", " + released + " after a wait, rejected "
                + outcomes.getOrDefault(Outcome.REJECTED, 0L) + ", waiting " + waiting.size() + ", reasons " + codes;
    }

    /** A screenful. */
    public synchronized List<String> page() {
        List<String> page = new ArrayList<>();
        page.add(String.format(
                "approved %,d (%,d after a wait)   rejected %,d   waiting %,d",
                outcomes.getOrDefault(Outcome.APPROVED, 0L),
                released,
                outcomes.getOrDefault(Outcome.REJECTED, 0L),
                waiting.size()));
        page.add("");
        page.add("why not now, or not at all");
        codes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(code -> page.add(String.format("  %-24s %,6d", code.getKey(), code.getValue())));
        page.add("");
        page.add("approved by line");
        approvedByLine.forEach((line, count) -> page.add(String.format("  %-24s %,6d", line, count)));
        page.add("");
        page.add("latest");
        latest.forEach(decision -> page.add("  " + decision));
        return page;
    }
}
