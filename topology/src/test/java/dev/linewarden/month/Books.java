package dev.linewarden.month;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;

/** Counts every limit anew from what came out, without asking the code that decided it. */
final class Books {

    private static final int OPENERS_A_DAY = 50;
    private static final int SENDS_A_DAY = 5_000;
    private static final int SENDS_A_MINUTE = 60;
    private static final int OUTREACH_A_MINUTE = 20;
    private static final int TURNS = 3;

    private final Map<String, List<Send>> sends = new HashMap<>();
    private final Map<String, Outcome> last = new HashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, List<Inbound>> inbounds = new HashMap<>();
    private int decisions;
    private int partition;

    private record Send(Instant at, String recipient, String line, String server, int partition, long offset) {}

    private record Inbound(Instant appended, boolean optOut, int partition, long offset) {}

    /** Takes a decision; of one request there is one end. */
    void take(Decision decision) {
        decisions++;
        partition = decision.getJournalPartition();
        String id = decision.getRequest().getRequestId();
        // The outcomes come by topics of their own: an end may be read before the wait that it ended.
        if (decision.getOutcome() == Outcome.DEFERRED) {
            last.putIfAbsent(id, Outcome.DEFERRED);
            return;
        }
        Outcome before = last.put(id, decision.getOutcome());
        assertThat(before == null || before == Outcome.DEFERRED)
                .as("two ends of %s", id)
                .isTrue();
        if (decision.getOutcome() == Outcome.REJECTED) {
            refusals.merge(String.valueOf(decision.getBindingCode()), 1, Integer::sum);
            return;
        }
        String recipient = decision.getRequest().getRecipient();
        sends.computeIfAbsent(recipient, absent -> new ArrayList<>())
                .add(new Send(
                        decision.getDecidedAt(),
                        recipient,
                        String.valueOf(decision.getLine()),
                        String.valueOf(decision.getServer()),
                        decision.getJournalPartition(),
                        decision.getJournalOffset()));
    }

    /**
     * Takes a journal entry.
     *
     * @param appended when it was appended, in the gate's time
     */
    void take(JournalEntry entry, Instant appended, int partition, long offset) {
        if (entry.getEvent() instanceof ConversationEvent event) {
            inbounds.computeIfAbsent(event.getRecipient(), absent -> new ArrayList<>())
                    .add(new Inbound(appended, String.valueOf(event.getText()).startsWith("Stop"), partition, offset));
        }
    }

    /** Requests that came out at least once. */
    int judged() {
        return last.size();
    }

    int decisions() {
        return decisions;
    }

    /** The journal partition of the pool. */
    int partition() {
        return partition;
    }

    /** How many people were written to. */
    int reached() {
        return sends.size();
    }

    /** With how many people each line began, of the lines that began with any. */
    IntSummaryStatistics opened() {
        Map<String, Integer> lines = new HashMap<>();
        sends.values().forEach(received -> lines.merge(received.get(0).line(), 1, Integer::sum));
        return lines.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    }

    int refused(String code) {
        return refusals.getOrDefault(code, 0);
    }

    /** The requests that have not ended. */
    Set<String> waiting() {
        return last.entrySet().stream()
                .filter(entry -> entry.getValue() == Outcome.DEFERRED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Every limit, on every send. */
    void check() {
        Map<String, Integer> openers = new HashMap<>();
        Map<String, Integer> servers = new HashMap<>();
        Map<String, List<Long>> all = new HashMap<>();
        Map<String, List<Long>> outreach = new HashMap<>();
        sends.forEach((recipient, received) -> {
            received.sort(Comparator.comparing(Send::at));
            openers.merge(received.get(0).line() + "/" + day(received.get(0)), 1, Integer::sum);
            for (Send send : received) {
                servers.merge(send.server() + "/" + day(send), 1, Integer::sum);
                add(all, send);
                if (!isReply(send)) {
                    add(outreach, send);
                }
                checkNotOptedOut(send);
            }
            checkSilent(recipient, received);
        });
        assertThat(openers.values()).allMatch(count -> count <= OPENERS_A_DAY);
        assertThat(servers.values()).allMatch(count -> count <= SENDS_A_DAY);
        all.values().forEach(times -> checkWindow(times, SENDS_A_MINUTE));
        outreach.values().forEach(times -> checkWindow(times, OUTREACH_A_MINUTE));
    }

    private static void add(Map<String, List<Long>> lines, Send send) {
        lines.computeIfAbsent(send.line(), absent -> new ArrayList<>())
                .add(send.at().toEpochMilli());
    }

    private static LocalDate day(Send send) {
        return LocalDate.ofInstant(send.at(), ZoneOffset.UTC);
    }

    /** What the gate had heard from the recipient when it let the message pass. */
    private List<Inbound> heardBefore(Send send) {
        return inbounds.getOrDefault(send.recipient(), List.of()).stream()
                .filter(inbound -> inbound.partition() == send.partition() && inbound.offset() <= send.offset())
                .toList();
    }

    private boolean isReply(Send send) {
        return heardBefore(send).stream()
                .anyMatch(inbound -> send.at().isBefore(inbound.appended().plus(Duration.ofHours(24))));
    }

    private void checkNotOptedOut(Send send) {
        assertThat(heardBefore(send)).noneMatch(Inbound::optOut);
    }

    /** Until somebody answers: three turns at most, a day apart, and by day. */
    private void checkSilent(String recipient, List<Send> received) {
        ZoneId zone = ZoneId.of(Traffic.zone(recipient));
        Instant turn = null;
        int turns = 0;
        for (Send send : received) {
            if (!heardBefore(send).isEmpty()) {
                return;
            }
            Instant at = send.at();
            assertThat(at.atZone(zone).toLocalTime())
                    .isAfterOrEqualTo(LocalTime.of(8, 0))
                    .isBefore(LocalTime.of(21, 0));
            if (turn == null || at.isAfter(turn.plus(Duration.ofMinutes(2)))) {
                assertThat(turn == null || !at.isBefore(turn.plus(Duration.ofHours(24))))
                        .isTrue();
                turn = at;
                turns++;
            }
        }
        assertThat(turns).isLessThanOrEqualTo(TURNS);
    }

    private static void checkWindow(List<Long> times, int limit) {
        times.sort(Comparator.naturalOrder());
        for (int i = limit; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - limit)).isGreaterThanOrEqualTo(60_000);
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
