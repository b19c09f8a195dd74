package dev.linewarden.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.support.SameState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRowsTest {

    private static final int STEPS = 20_000;
    private static final int PEOPLE = 300;

    @TempDir
    private Path directory;

    private List<Path> onDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String person(int number) {
        return String.format(Locale.ROOT, "u%04d@example.com", number);
    }

    private static Row row(Random dice) {
        String person = person(dice.nextInt(PEOPLE));
        return switch (dice.nextInt(3)) {
            case 0 -> Recipient.unknown("default", person);
            case 1 -> FollowUps.none("default", person);
            default -> new ServerDay("default", "server-" + dice.nextInt(40), dice.nextInt(5), dice.nextInt(100), 0);
        };
    }

    @ParameterizedTest(name = "with {0} rows in memory")
    @ValueSource(ints = {1, 20, 150, 1_000_000})
    void rows_that_lie_on_disk_answer_as_rows_in_maps_do(int most) {
        Random dice = new Random(most);
        MemoryRows maps = new MemoryRows();
        try (Scratch scratch = Scratch.under(directory, most);
                BoundedRows bounded = scratch.rows(1)) {
            for (int step = 0; step < STEPS; step++) {
                Row row = row(dice);
                if (dice.nextInt(3) == 0) {
                    maps.delete(row.table(), row.key());
                    bounded.delete(row.table(), row.key());
                } else {
                    maps.put(row);
                    bounded.put(row);
                }
                askBoth(dice, maps, bounded);
            }
            SameState.check(bounded, maps);
            for (Table table : Table.values()) {
                List<String> keys = new ArrayList<>();
                bounded.forEach(table, row -> keys.add(row.key()));
                List<String> expected = new ArrayList<>();
                maps.forEach(table, row -> expected.add(row.key()));
                assertThat(keys).isEqualTo(expected);
            }
            assertThat(bounded.tablesOnDisk()).isEqualTo(most > STEPS ? 0 : 3);
        }
    }

    private static void askBoth(Random dice, MemoryRows maps, BoundedRows bounded) {
        Row asked = row(dice);
        assertThat(bounded.get(asked.table(), asked.key())).isEqualTo(maps.get(asked.table(), asked.key()));
        if (dice.nextInt(20) == 0) {
            int limit = 1 + dice.nextInt(10);
            String to = asked.key() + "\uffff".repeat(dice.nextInt(2));
            assertThat(bounded.range(asked.table(), "", to, limit)).isEqualTo(maps.range(asked.table(), "", to, limit));
            assertThat(bounded.range(asked.table(), asked.key(), "\uffff", limit))
                    .isEqualTo(maps.range(asked.table(), asked.key(), "\uffff", limit));
        }
    }

    @Test
    void a_small_state_touches_no_disk() throws Exception {
        try (Scratch scratch = Scratch.under(directory, 100);
                BoundedRows rows = scratch.rows(1)) {
            for (int i = 0; i < 50; i++) {
                rows.put(FollowUps.none("default", person(i)));
            }

            assertThat(onDisk()).isEmpty();
            rows.put(FollowUps.none("default", person(50)));
            assertThat(onDisk()).hasSize(1);
        }
    }

    @Test
    void what_is_on_disk_is_its_owners_alone_and_gone_when_it_is_closed() throws Exception {
        try (Scratch scratch = Scratch.under(directory, 1)) {
            BoundedRows rows = scratch.rows(1);
            rows.put(FollowUps.none("default", person(1)));

            assertThat(Files.getPosixFilePermissions(onDisk().get(0)))
                    .extracting(Enum::name)
                    .allMatch(permission -> permission.startsWith("OWNER_"));
        }
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void rows_that_are_closed_leave_nothing_beside_those_that_are_not() throws Exception {
        try (Scratch scratch = Scratch.under(directory, 1)) {
            try (BoundedRows first = scratch.rows(1)) {
                first.put(FollowUps.none("default", person(1)));
            }
            BoundedRows second = scratch.rows(1);
            second.put(FollowUps.none("default", person(2)));

            assertThat(second.get(
                            Table.RECIPIENT_FOLLOW_UPS,
                            FollowUps.none("default", person(1)).key()))
                    .isNull();
            try (Stream<Path> shelves = Files.list(onDisk().get(0))) {
                assertThat(shelves.filter(Files::isDirectory)).hasSize(1);
            }
        }
    }

    @Test
    void what_a_killed_process_left_is_removed_by_the_next_and_what_is_in_use_is_not() throws Exception {
        Path left = Files.createDirectory(directory.resolve("linewarden-scratch-left"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("rows"), "of people");
        try (Scratch one = Scratch.under(directory, 1)) {
            one.rows(1).put(FollowUps.none("default", person(1)));
            try (Scratch other = Scratch.under(directory, 1)) {
                other.rows(1).put(FollowUps.none("default", person(2)));
                Scratch.removeWhatWasLeft(directory);

                assertThat(left).doesNotExist();
                assertThat(onDisk()).hasSize(2);
            }
            assertThat(onDisk()).hasSize(1);
        }
    }

    @Test
    void a_process_that_is_ended_leaves_nothing() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waits.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("waits");
            assertThat(onDisk()).hasSize(1);
            process.destroy();

            assertThat(process.waitFor()).isNotZero();
            assertThat(onDisk()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A program that has rows on disk when it is ended. */
    static final class Waits {
        private Waits() {}

        public static void main(String[] args) throws InterruptedException {
            Scratch scratch = Scratch.under(Path.of(args[0]), 1);
            scratch.rows(1).put(FollowUps.none("default", person(1)));
            System.out.println("waits");
            // For what never comes: it is ended from outside.
            new CountDownLatch(1).await();
        }
    }
}
