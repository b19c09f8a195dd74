package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live gate at its edge: 200 lines on 20 servers and 100,000 recipients in one pool, for a month that passes in
 * minutes, with restarts in between. Every promise is checked on what came out, by counting anew. Run with {@code
 * mvn -Pmonth verify}; {@code -Dmonth.minutes=N} says how many minutes the month takes. Too few of them, and a backlog of
 * seconds is one of days, in which requests expire.
 */
class MonthOfAFleet {

    private static final int LINES = 200;
    private static final int SERVERS = 20;
    private static final int RECIPIENTS = Integer.getInteger("month.recipients", 100_000);
    // The journal keeps 30 days: what began earlier would lose its first hours to the broker.
    private static final Duration MONTH = Duration.ofDays(27);
    private static final Duration REAL = Duration.ofMinutes(Integer.getInteger("month.minutes", 12));
    private static final List<String> ZONES = List.of(
            "America/Los_Angeles",
            "America/Denver",
            "America/Chicago",
            "America/New_York",
            "Europe/London",
            "Asia/Tokyo");

    @TempDir
    private Path state;

    private final Random random = new Random(7);
    private final PriorityQueue<Planned> agenda = new PriorityQueue<>(Comparator.comparing(Planned::at));
    private final Map<String, List<Decision>> approvals = new HashMap<>();
    private final Map<String, Outcome> last = new HashMap<>();
    private final Map<String, List<Long>> inbounds = new HashMap<>();
    private int requests;
    private int decisions;

    private record Planned(Instant at, Runnable what) {}

    @Test
    void no_promise_is_broken_in_a_month_of_two_hundred_lines() throws Exception {
        Instant began = Instant.now();
        Pace pace = new Pace(began, began.minus(MONTH), (double) MONTH.toMillis() / REAL.toMillis());
        try (Cluster cluster = new Cluster("month")) {
            GateRunner gate = GateRunner.start(cluster.gateConfig(state), pace);
            try {
                assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
                setUp(cluster, pace);
                Cluster.Reader reader = cluster.decisions();
                Instant restart = began.plus(REAL.dividedBy(2));
                Instant end = began.plus(REAL).plusSeconds(20);
                while (Instant.now().isBefore(end)) {
                    progress(pace);
                    Instant now = pace.at(Instant.now());
                    while (!agenda.isEmpty() && !agenda.peek().at().isAfter(now)) {
                        agenda.remove().what().run();
                    }
                    reader.poll().forEach(decision -> take(cluster, decision));
                    if (Instant.now().isAfter(restart)) {
                        restart = Instant.MAX;
                        gate.close();
                        gate.awaitEnd();
                        gate = GateRunner.start(cluster.gateConfig(state), pace);
                    }
                }
                long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                while (last.size() < requests && System.nanoTime() < deadline) {
                    reader.poll().forEach(decision -> take(cluster, decision));
                }
            } finally {
                gate.close();
            }
            check();
            report();
        }
    }

    private long told;

    private void progress(Pace pace) {
        long minute = System.nanoTime() / Duration.ofMinutes(1).toNanos();
        if (minute != told) {
            told = minute;
            System.out.println("month: " + pace.at(Instant.now()) + ", " + requests + " requests, " + last.size()
                    + " of them judged, " + decisions + " decisions");
        }
    }

    private void setUp(Cluster cluster, Pace pace) {
        Instant now = pace.at(Instant.now());
        cluster.publish(new PolicyUpdate("default", "first-message: {question: off}\n", now));
        for (int i = 0; i < LINES; i++) {
            cluster.publish(LineUpdates.of(
                    "default", "line-" + i, "server-" + i % SERVERS, LineStatus.ACTIVE, null, now, null));
        }
        cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() > LINES);
        for (int i = 0; i < RECIPIENTS; i++) {
            int recipient = i;
            // The last days are left for what waits.
            long second = (long) (random.nextDouble()
                    * (MONTH.toSeconds() - Duration.ofDays(5).toSeconds()));
            agenda.add(new Planned(now.plusSeconds(second), () -> ask(cluster, pace, recipient)));
        }
    }

    private static String zone(String recipient) {
        return ZONES.get(Math.floorMod(recipient.hashCode(), ZONES.size()));
    }

    private void ask(Cluster cluster, Pace pace, int number) {
        String recipient = "user" + number + "@example.com";
        Instant now = pace.at(Instant.now());
        OutboundRequest request = Cluster.request("r" + ++requests, recipient, "Ready?");
        request.setCreatedAt(now);
        request.setTimeZone(zone(recipient));
        request.setConsent(new Consent("web form", null));
        cluster.send(request);
        if (random.nextInt(3) == 0) {
            agenda.add(new Planned(now.plusSeconds(random.nextInt(200_000)), () -> ask(cluster, pace, number)));
        }
    }

    private void take(Cluster cluster, Decision decision) {
        decisions++;
        String id = decision.getRequest().getRequestId();
        String recipient = decision.getRequest().getRecipient();
        // The outcomes come by topics of their own: an end may be read before the wait that it ended.
        if (decision.getOutcome() == Outcome.DEFERRED) {
            last.putIfAbsent(id, Outcome.DEFERRED);
            return;
        }
        Outcome before = last.put(id, decision.getOutcome());
        assertThat(before == null || before == Outcome.DEFERRED)
                .as("two ends of %s", id)
                .isTrue();
        if (decision.getOutcome() != Outcome.APPROVED) {
            return;
        }
        approvals.computeIfAbsent(recipient, absent -> new ArrayList<>()).add(decision);
        if (random.nextInt(10) < 4) {
            Instant at = decision.getDecidedAt().plusSeconds(30 + random.nextInt(7200));
            agenda.add(new Planned(at, () -> reply(cluster, recipient, String.valueOf(decision.getLine()), at)));
        }
    }

    private void reply(Cluster cluster, String recipient, String line, Instant at) {
        inbounds.computeIfAbsent(recipient, absent -> new ArrayList<>()).add(at.toEpochMilli());
        SpecificRecord event = new ConversationEvent(
                "e" + inbounds.size() + recipient,
                "default",
                line,
                recipient,
                ConversationKind.INBOUND_MESSAGE,
                at,
                "ok",
                null);
        cluster.send(event);
    }

    private void check() {
        Map<String, Integer> openers = new HashMap<>();
        Map<String, Integer> servers = new HashMap<>();
        Map<String, List<Long>> lines = new HashMap<>();
        approvals.forEach((recipient, sends) -> {
            sends.sort(Comparator.comparing(Decision::getDecidedAt));
            Decision first = sends.get(0);
            openers.merge(first.getLine() + "/" + day(first), 1, Integer::sum);
            for (Decision send : sends) {
                servers.merge(send.getServer() + "/" + day(send), 1, Integer::sum);
                lines.computeIfAbsent(String.valueOf(send.getLine()), absent -> new ArrayList<>())
                        .add(send.getDecidedAt().toEpochMilli());
            }
            if (!inbounds.containsKey(recipient)) {
                checkSilent(recipient, sends);
            }
        });
        assertThat(openers.values()).allMatch(count -> count <= 50);
        assertThat(servers.values()).allMatch(count -> count <= 5000);
        lines.values().forEach(MonthOfAFleet::checkBurst);
        assertThat(last).hasSize(requests);
        // What was checked is a month of a busy pool, not an empty one.
        assertThat(approvals.size()).isGreaterThan(RECIPIENTS * 8 / 10);
    }

    private static LocalDate day(Decision decision) {
        return LocalDate.ofInstant(decision.getDecidedAt(), ZoneOffset.UTC);
    }

    /** Somebody who never wrote: three turns at most, a day apart, and by day. */
    private static void checkSilent(String recipient, List<Decision> sends) {
        Instant turn = null;
        int turns = 0;
        for (Decision send : sends) {
            Instant at = send.getDecidedAt();
            LocalTime local = at.atZone(ZoneId.of(zone(recipient))).toLocalTime();
            assertThat(local).isAfterOrEqualTo(LocalTime.of(8, 0)).isBefore(LocalTime.of(21, 0));
            if (turn == null || at.isAfter(turn.plus(Duration.ofMinutes(2)))) {
                assertThat(turn == null || !at.isBefore(turn.plus(Duration.ofHours(24))))
                        .isTrue();
                turn = at;
                turns++;
            }
        }
        assertThat(turns).isLessThanOrEqualTo(3);
    }

    private static void checkBurst(List<Long> sends) {
        sends.sort(Comparator.naturalOrder());
        for (int i = 60; i < sends.size(); i++) {
            assertThat(sends.get(i) - sends.get(i - 60)).isGreaterThanOrEqualTo(60_000);
        }
    }

    private void report() throws IOException {
        Map<Outcome, Integer> ends = new TreeMap<>();
        last.values().forEach(outcome -> ends.merge(outcome, 1, Integer::sum));
        System.out.println("month: " + requests + " requests, " + decisions + " decisions, " + ends + ", "
                + inbounds.size() + " recipients answered");
        try (Stream<Path> tasks = Files.walk(state, 2)) {
            for (Path task : tasks.filter(path -> path.getFileName().toString().matches("\\d+_\\d+"))
                    .sorted()
                    .toList()) {
                System.out.printf("month: task %s holds %,d bytes of state%n", task.getFileName(), size(task));
            }
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
