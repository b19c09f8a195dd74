package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A ring changes how often a key is made, and never which. */
class KeyringTest {

    private final Keyring ring = new Keyring();

    @Test
    void a_key_that_was_made_lately_is_the_same_object() {
        String made = ring.of("p", "line-1", 27);

        assertThat(ring.of("p", "line-1", 27)).isSameAs(made);
        assertThat(new ServerDay("p", "line-1", 27, 1, 0).keyFrom(ring)).isSameAs(made);
    }

    @Test
    void every_key_is_that_of_its_parts_however_many_fall_on_one_place() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String pool = "pool-" + random.nextInt(3);
            String name = "name-" + random.nextInt(5_000);
            String last = random.nextBoolean() ? "" : "openers";
            // Days and minutes before 1970 too, of a clock that was never set.
            long number = random.nextInt(100) - 50;

            assertThat(ring.of(pool, name)).isEqualTo(Keys.of(pool, name));
            assertThat(ring.passing(pool, name)).isEqualTo(Keys.of(pool, name));
            assertThat(ring.of(pool, name, last)).isEqualTo(Keys.of(pool, name, last));
            assertThat(ring.of(pool, name, number)).isEqualTo(Keys.of(pool, name, Keys.ordered(number)));
        }
    }

    @Test
    void where_nothing_is_kept_keys_are_the_same() {
        assertThat(Keyring.NONE.of("p", "l", 5)).isEqualTo(Keys.of("p", "l", Keys.ordered(5)));
        assertThat(Keyring.NONE.of("p", "l", "")).isEqualTo(Keys.of("p", "l", ""));
        assertThat(Keyring.NONE.passing("p", "r")).isEqualTo(Keys.of("p", "r"));
    }
}
