package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.store.disk.Scratch;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {

    private static final int STEPS = 5_000;
    private static final int KEYS = 40;
    private static final List<Table> TABLES =
            List.of(Table.SERVER_DAILY_COUNTS, Table.RECIPIENT_FOLLOW_UPS, Table.POOLS);

    @TempDir
    private Path directory;

    /** A state, and the same in plain maps. */
    private final MemoryRows beneath = new MemoryRows();

    private final MemoryRows expected = new MemoryRows();

    private static Row row(Random dice) {
        int number = dice.nextInt(KEYS);
        return switch (dice.nextInt(3)) {
            case 0 -> new ServerDay("default", "server-" + number, 7, dice.nextInt(2), dice.nextInt(2));
            case 1 -> FollowUps.none("default", "user" + number);
            default -> PoolClock.initial("pool-" + number);
        };
    }

    private void change(Random dice, Overlay overlay, KeptRows below) {
        Row row = row(dice);
        boolean isRemoved = dice.nextInt(3) == 0;
        boolean isBeneath = dice.nextBoolean();
        boolean isOwn = dice.nextBoolean();
        if (isBeneath) {
            overlay.stay(row.table(), row.key());
            below.set(row.table(), row.key(), isRemoved ? null : row);
            beneath.set(row.table(), row.key(), isRemoved ? null : row);
        }
        if (isOwn) {
            overlay.set(row.table(), row.key(), isRemoved ? null : row);
            expected.set(row.table(), row.key(), isRemoved ? null : row);
        }
    }

    private void check(Random dice, Overlay overlay) {
        Row asked = row(dice);
        int limit = dice.nextBoolean() ? Integer.MAX_VALUE : 1 + dice.nextInt(5);
        assertThat(overlay.get(asked.table(), asked.key())).isEqualTo(expected.get(asked.table(), asked.key()));
        assertThat(overlay.range(asked.table(), asked.key(), "\uffff", limit))
                .isEqualTo(expected.range(asked.table(), asked.key(), "\uffff", limit));
        assertThat(overlay.range(asked.table(), "", asked.key(), limit))
                .isEqualTo(expected.range(asked.table(), "", asked.key(), limit));
    }

    private boolean isOtherwise(Table table, String key) {
        Row one = beneath.get(table, key);
        Row other = expected.get(table, key);
        if (table == Table.POOLS) {
            return false;
        }
        if (one instanceof ServerDay day && other instanceof ServerDay its) {
            return !day.withAlerted(0).equals(its.withAlerted(0));
        }
        // Of these rows one under a key is like another.
        return (one == null) != (other == null);
    }

    private void checkPlaces(Overlay overlay) {
        int places = 0;
        for (Table table : TABLES) {
            TreeSet<String> keys = new TreeSet<>();
            beneath.forEach(table, row -> keys.add(row.key()));
            expected.forEach(table, row -> keys.add(row.key()));
            for (String key : keys) {
                places += isOtherwise(table, key) ? 1 : 0;
                assertThat(overlay.isPlace(table, key)).isEqualTo(isOtherwise(table, key));
                assertThat(overlay.isAnyPlace(table, key, key + '\0')).isEqualTo(isOtherwise(table, key));
            }
            assertThat(overlay.isAnyPlace(table, "", "\uffff"))
                    .isEqualTo(keys.stream().anyMatch(key -> isOtherwise(table, key)));
        }
        assertThat(overlay.places()).isEqualTo(places);
    }

    @ParameterizedTest(name = "with {0} rows in memory")
    @ValueSource(ints = {1, 30, 1_000_000})
    void what_lies_over_another_state_answers_as_one_of_its_own(int most) {
        Random dice = new Random(most);
        try (Scratch scratch = Scratch.under(directory, most);
                KeptRows below = scratch.rows(1);
                Overlay overlay = new Overlay(below)) {
            for (int step = 0; step < STEPS; step++) {
                for (int changes = dice.nextInt(4); changes > 0; changes--) {
                    change(dice, overlay, below);
                    check(dice, overlay);
                }
                overlay.settle();
                check(dice, overlay);
                if (step % 50 == 0) {
                    checkPlaces(overlay);
                }
            }
        }
    }

    @Test
    void what_is_alike_is_not_kept() {
        FollowUps first = FollowUps.none("default", "user1@example.com");
        Overlay overlay = new Overlay(beneath);
        for (Row row : List.of(first, FollowUps.none("default", "user2@example.com"))) {
            overlay.stay(row.table(), row.key());
            beneath.put(row);
            overlay.put(row);
        }

        assertThat(overlay.isPlace(first.table(), first.key())).isFalse();
        overlay.delete(first.table(), first.key());
        overlay.settle();
        assertThat(overlay.places()).isEqualTo(1);
        assertThat(overlay.isPlace(first.table(), first.key())).isTrue();
        assertThat(overlay.get(first.table(), first.key())).isNull();

        overlay.stay(first.table(), first.key());
        beneath.delete(first.table(), first.key());
        overlay.settle();
        assertThat(overlay.places()).isZero();
    }
}
