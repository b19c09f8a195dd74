package dev.linewarden.audit.oracle;

import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the default policy's limits anew from what came out of one pool, in one pass and in any order of the topics: what
 * the {@link Oracle} cannot do with millions of decisions. Not thread-safe.
 */
public final class Books {

    // The defaults of the policy, as the contract has them.
    private static final int OPENERS_A_DAY = 50;
    private static final int SENDS_A_DAY = 5_000;
    private static final int SENDS_A_MINUTE = 60;
    private static final int OUTREACH_A_MINUTE = 20;
    private static final int TURNS = 3;
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration TURN = Duration.ofMinutes(2);
    private static final Duration SPACING = Duration.ofHours(24);
    private static final Duration ACTIVE = Duration.ofHours(24);
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(21, 0);

    private final Function<String, ZoneId> zoneOf;
    private final Predicate<String> isOptOut;
    private final Map<String, List<Send>> sends = new HashMap<>();
    private final Map<String, Outcome> last = new HashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, List<Inbound>> inbounds = new HashMap<>();
    private final List<Complaint> secondEnds = new ArrayList<>();
    private int decisions;
    private int partition;

    // Not the decision: a month of a fleet would not fit into memory.
    private record Send(
            String requestId,
            String decisionId,
            Instant at,
            String recipient,
            String line,
            String server,
            int partition,
            long offset) {

        static Send of(Decision decision) {
            return new Send(
                    decision.getRequest().getRequestId(),
                    decision.getDecisionId(),
                    decision.getDecidedAt(),
                    decision.getRequest().getRecipient(),
                    String.valueOf(decision.getLine()),
                    String.valueOf(decision.getServer()),
                    decision.getJournalPartition(),
                    decision.getJournalOffset());
        }

        LocalDate day() {
            return LocalDate.ofInstant(at, ZoneOffset.UTC);
        }
    }

    private record Inbound(Instant appended, boolean optOut, int partition, long offset) {}

    /**
     * Empty books.
     *
     * @param zoneOf the zone in which a recipient sleeps
     * @param isOptOut whether a text that came in asks not to be written to
     */
    public Books(Function<String, ZoneId> zoneOf, Predicate<String> isOptOut) {
        this.zoneOf = zoneOf;
        this.isOptOut = isOptOut;
    }

    /** Takes a decision; of one request there is one end. */
    public void take(Decision decision) {
        decisions++;
        partition = decision.getJournalPartition();
        String id = decision.getRequest().getRequestId();
        // The outcomes come by topics of their own: an end may be read before the wait that it ended.
        if (decision.getOutcome() == Outcome.DEFERRED) {
            last.putIfAbsent(id, Outcome.DEFERRED);
            return;
        }
        Outcome before = last.put(id, decision.getOutcome());
        if (before != null && before != Outcome.DEFERRED) {
            secondEnds.add(new Complaint(id, decision.getDecisionId(), "ended a second time"));
        }
        if (decision.getOutcome() == Outcome.REJECTED) {
            refusals.merge(String.valueOf(decision.getBindingCode()), 1, Integer::sum);
            return;
        }
        Send send = Send.of(decision);
        sends.computeIfAbsent(send.recipient(), absent -> new ArrayList<>()).add(send);
    }

    /**
     * Takes a journal entry.
     *
     * @param appended when it was appended, in the gate's time
     */
    public void take(JournalEntry entry, Instant appended, int partitionOfIt, long offset) {
        if (entry.getEvent() instanceof ConversationEvent event) {
            boolean optOut = event.getText() != null && isOptOut.test(event.getText());
            inbounds.computeIfAbsent(event.getRecipient(), absent -> new ArrayList<>())
                    .add(new Inbound(appended, optOut, partitionOfIt, offset));
        }
    }

    /** Requests that came out at least once. */
    public int judged() {
        return last.size();
    }

    public int decisions() {
        return decisions;
    }

    /** The journal partition of the pool. */
    public int partition() {
        return partition;
    }

    /** How many people were written to. */
    public int reached() {
        return sends.size();
    }

    /** With how many people each line began, of the lines that began with any. */
    public IntSummaryStatistics opened() {
        Map<String, Integer> lines = new HashMap<>();
        sends.values().forEach(received -> lines.merge(received.get(0).line(), 1, Integer::sum));
        return lines.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    }

    public int refused(String code) {
        return refusals.getOrDefault(code, 0);
    }

    /** The requests that have not ended. */
    public Set<String> waiting() {
        return last.entrySet().stream()
                .filter(entry -> entry.getValue() == Outcome.DEFERRED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What does not hold of all that was taken so far; empty when every limit does, on every send. */
    public List<Complaint> check() {
        return new Inspection().check();
    }

    /** What the gate had heard from the recipient when it let the message pass. */
    private List<Inbound> heardBefore(Send send) {
        return inbounds.getOrDefault(send.recipient(), List.of()).stream()
                .filter(inbound -> inbound.partition() == send.partition() && inbound.offset() <= send.offset())
                .toList();
    }

    /** One count of everything. */
    private final class Inspection {
        private final List<Complaint> found = new ArrayList<>(secondEnds);
        private final Map<String, List<Send>> openersOfDays = new HashMap<>();
        private final Map<String, List<Send>> daysOfServers = new HashMap<>();
        private final Map<String, List<Send>> lines = new HashMap<>();
        private final Map<String, List<Send>> outreachOfLines = new HashMap<>();

        List<Complaint> check() {
            sends.values().forEach(this::group);
            openersOfDays
                    .values()
                    .forEach(day -> checkDay(day, OPENERS_A_DAY, "is one new conversation too many for its line"));
            daysOfServers.values().forEach(day -> checkDay(day, SENDS_A_DAY, "is one send too many for its server"));
            lines.values().forEach(all -> checkMinutes(all, SENDS_A_MINUTE, "is one too many in its line's minute"));
            outreachOfLines
                    .values()
                    .forEach(all ->
                            checkMinutes(all, OUTREACH_A_MINUTE, "is one too much outreach in its line's minute"));
            return found;
        }

        private void group(List<Send> received) {
            received.sort(Comparator.comparing(Send::at));
            Send first = received.get(0);
            add(openersOfDays, first.line() + "/" + first.day(), first);
            for (Send send : received) {
                add(daysOfServers, send.server() + "/" + send.day(), send);
                add(lines, send.line(), send);
                if (!isReply(send)) {
                    add(outreachOfLines, send.line(), send);
                }
                if (heardBefore(send).stream().anyMatch(Inbound::optOut)) {
                    complain(send, "went to somebody who opted out");
                }
            }
            checkSilent(received);
        }

        private static void add(Map<String, List<Send>> groups, String group, Send send) {
            groups.computeIfAbsent(group, absent -> new ArrayList<>()).add(send);
        }

        private void complain(Send send, String text) {
            found.add(new Complaint(send.requestId(), send.decisionId(), text));
        }

        private void checkDay(List<Send> day, int limit, String text) {
            day.sort(Comparator.comparing(Send::at));
            day.stream().skip(limit).forEach(send -> complain(send, text));
        }

        private void checkMinutes(List<Send> all, int limit, String text) {
            all.sort(Comparator.comparing(Send::at));
            for (int i = limit; i < all.size(); i++) {
                if (all.get(i).at().isBefore(all.get(i - limit).at().plus(MINUTE))) {
                    complain(all.get(i), text);
                }
            }
        }

        private boolean isReply(Send send) {
            return heardBefore(send).stream()
                    .filter(inbound -> !inbound.optOut())
                    .anyMatch(inbound -> send.at().isBefore(inbound.appended().plus(ACTIVE)));
        }

        /** Until somebody answers: three turns at most, a day apart, and by day. */
        private void checkSilent(List<Send> received) {
            @Nullable Instant turn = null;
            int turns = 0;
            for (Send send : received) {
                if (heardBefore(send).stream().anyMatch(inbound -> !inbound.optOut())) {
                    return;
                }
                checkByDay(send);
                if (turn != null && !send.at().isAfter(turn.plus(TURN))) {
                    continue;
                }
                if (turn != null && send.at().isBefore(turn.plus(SPACING))) {
                    complain(send, "follows up too soon");
                }
                turn = send.at();
                turns++;
                if (turns > TURNS) {
                    complain(send, "is one follow-up too many");
                }
            }
        }

        private void checkByDay(Send send) {
            LocalTime local = LocalTime.ofInstant(send.at(), zoneOf.apply(send.recipient()));
            if (local.isBefore(MORNING) || !local.isBefore(EVENING)) {
                complain(send, "left at night");
            }
        }
    }

    @Override
    public String toString() {
        Map<Outcome, Integer> ends = new TreeMap<>();
        last.values().forEach(outcome -> ends.merge(outcome, 1, Integer::sum));
        return decisions + " decisions, " + ends + ", refused for " + refusals + "; each line began with "
                + opened().getMin() + " to " + opened().getMax() + " people";
    }
}
