package dev.linewarden.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Replay;
import dev.linewarden.audit.oracle.Books;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.Changelog;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.PacedGate;
import dev.linewarden.support.ServeProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live gate at its edge: 200 lines on 20 servers and 100,000 recipients in one pool, for a month that passes in
 * minutes. A second gate joins after a quarter of it, the first is killed with -9 at half and started again, the second
 * leaves after three quarters. Every limit and promise is checked on what came out, by counting anew. Run with {@code mvn
 * -Pmonth verify}; {@code -Dmonth.minutes=N} says how many minutes the month takes. Too few of them, and the seconds that
 * a kill costs are days, in which requests expire.
 */
class MonthOfAFleet {

    private static final int RECIPIENTS = Integer.getInteger("month.recipients", 100_000);
    // The journal keeps 30 days: what began earlier would lose its first hours to the broker.
    private static final Duration MONTH = Duration.ofDays(27);
    private static final Duration REAL = Duration.ofMinutes(Integer.getInteger("month.minutes", 12));
    private static final Duration AFTERWARDS = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private final Books books =
            new Books(recipient -> ZoneId.of(Traffic.zone(recipient)), text -> text.startsWith("Stop"));
    private File log;
    private Pace pace;
    private Traffic traffic;
    private final Map<String, Integer> kinds = new TreeMap<>();
    private Cluster.Reader decisions;
    private long told;

    @BeforeEach
    void write_down_what_gates_print() {
        log = directory.resolve("gates.log").toFile();
    }

    @Test
    void no_promise_is_broken_in_a_month_of_two_hundred_lines() throws Exception {
        try (Cluster cluster = new Cluster("month")) {
            Instant began = Instant.now();
            pace = new Pace(began, began.minus(MONTH), (double) MONTH.toMillis() / REAL.toMillis());
            traffic = new Traffic(cluster, () -> pace.at(Instant.now()));
            try (ServeProcess first = start(cluster, "first")) {
                traffic.begin(RECIPIENTS, MONTH);
                decisions = cluster.decisions();
                live(cluster, 0.25);
                try (ServeProcess second = start(cluster, "second")) {
                    live(cluster, 0.5);
                    first.killHard();
                    try (ServeProcess again = start(cluster, "first")) {
                        live(cluster, 0.75);
                        second.close();
                        live(cluster, 1);
                        awaitTheLast(cluster);
                        assertThat(again.isAlive()).isTrue();
                    }
                }
            }
            check(cluster);
            report();
        }
    }

    private ServeProcess start(Cluster cluster, String name) throws IOException {
        return PacedGate.start(cluster, directory.resolve(name), pace, log);
    }

    /** Lets the world go on until so much of the month has passed. */
    private void live(Cluster cluster, double share) {
        Instant end = pace.began().plusMillis((long) (REAL.toMillis() * share));
        while (Instant.now().isBefore(end)) {
            traffic.goOn();
            decisions.poll(record -> take((Decision) cluster.decode(record)));
            progress();
        }
    }

    private void take(Decision decision) {
        count(decision);
        if (decision.getOutcome() == Outcome.APPROVED) {
            traffic.delivered(decision);
        }
    }

    private void count(Decision decision) {
        books.take(decision);
        String what = decision.getAttempt() == 1 ? "first " : "later ";
        String code = decision.getOutcome() == Outcome.APPROVED ? "" : " " + decision.getBindingCode();
        kinds.merge(what + decision.getOutcome() + code, 1, Integer::sum);
    }

    private void progress() {
        long minute = System.nanoTime() / Duration.ofMinutes(1).toNanos();
        if (minute != told) {
            told = minute;
            System.out.println("month: " + pace.at(Instant.now()) + ", " + traffic.requests() + " requests, "
                    + books.judged() + " of them judged, " + books.decisions() + " decisions");
        }
    }

    private void awaitTheLast(Cluster cluster) {
        Instant deadline = Instant.now().plus(AFTERWARDS);
        while (books.judged() < traffic.requests() && Instant.now().isBefore(deadline)) {
            decisions.poll(record -> take((Decision) cluster.decode(record)));
        }
    }

    /** With the gates at rest: everything was judged, ended once or waits where it can be seen, and kept every limit. */
    private void check(Cluster cluster) throws IOException {
        decisions.toEnd(record -> count((Decision) cluster.decode(record)));
        // All requests are of one pool, and so of one partition.
        Replay replay = new Replay(books.partition(), ticks(cluster, books.partition()));
        cluster.decisions().toEnd(record -> replay.take((Decision) cluster.decode(record)));
        cluster.reader(List.of(cluster.topics().journal())).toEnd(record -> {
            JournalEntry entry = (JournalEntry) cluster.decode(record);
            Instant appended = Instant.ofEpochMilli(record.timestamp());
            books.take(entry, pace.at(appended), record.partition(), record.offset());
            replay.take(entry, appended, record.partition(), record.offset());
        });
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.same()).isEqualTo(books.decisions());
        assertThat(books.check()).isEmpty();
        assertThat(books.judged()).isEqualTo(traffic.requests());
        assertThat(books.waiting()).isEqualTo(waitingInTheStore(cluster));
        assertThat(books.refused("INVALID_REQUEST")).isEqualTo(traffic.unsendable());
        assertThat(deadLetters(cluster)).isEqualTo(traffic.garbage());
        // What was checked is a month of a busy pool, not an empty one.
        assertThat(books.reached()).isGreaterThan(RECIPIENTS * 8 / 10);
        assertThat(Files.readString(log.toPath()))
                .contains("to RUNNING")
                .doesNotContain("@example.com")
                .doesNotContain("Ready?")
                .doesNotContain("Thank you");
    }

    private static Iterator<Tick> ticks(Cluster cluster, int partition) {
        List<Tick> ticks = new ArrayList<>();
        cluster.reader(List.of(cluster.topics().ticks())).toEnd(record -> {
            if (record.partition() == partition) {
                ticks.add((Tick) cluster.decode(record));
            }
        });
        return ticks.iterator();
    }

    private static Set<String> waitingInTheStore(Cluster cluster) {
        String application = cluster.gateConfig(Path.of("")).applicationId();
        MemoryRows rows = new MemoryRows();
        cluster.reader(List.of(Changelog.topic(application, Table.DEFERRALS)))
                .toEnd(record -> Changelog.apply(Table.DEFERRALS, record.key(), record.value(), rows));
        List<Row> all = rows.range(Table.DEFERRALS, "", "\uffff", Integer.MAX_VALUE);
        return all.stream()
                .filter(Deferral.class::isInstance)
                .map(row -> ((Deferral) row).request().requestId())
                .collect(Collectors.toSet());
    }

    private static int deadLetters(Cluster cluster) {
        AtomicInteger count = new AtomicInteger();
        cluster.reader(List.of(cluster.topics().deadLetters())).toEnd(record -> count.incrementAndGet());
        return count.get();
    }

    private void report() throws IOException {
        System.out.println("month: " + Traffic.LINES + " lines, " + RECIPIENTS + " recipients, " + traffic.requests()
                + " requests, " + traffic.answered().size() + " recipients answered, " + traffic.garbage()
                + " values that were none: " + books);
        System.out.println("month: decisions by attempt, outcome and cause: " + kinds);
        try (Stream<Path> tasks = Files.walk(directory, 3)) {
            for (Path task : tasks.filter(path -> path.getFileName().toString().matches("\\d+_\\d+"))
                    .sorted()
                    .toList()) {
                System.out.printf("month: task %s holds %,d bytes of state%n", directory.relativize(task), size(task));
            }
        }
    }

    private static long size(Path task) throws IOException {
        try (Stream<Path> files = Files.walk(task)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
