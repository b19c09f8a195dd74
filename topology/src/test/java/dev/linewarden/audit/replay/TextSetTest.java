package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextSetTest {

    private static final int MANY = 50_000;

    @Test
    void what_was_added_is_there_and_nothing_else_is() {
        TextSet set = new TextSet();
        for (int i = 0; i < MANY; i++) {
            set.add("pool|user" + i + "@example.com");
            set.add("pool|user" + i + "@example.com");
        }

        for (int i = 0; i < MANY; i++) {
            assertThat(set.contains("pool|user" + i + "@example.com")).isTrue();
            assertThat(set.contains("pool|other" + i + "@example.com")).isFalse();
        }
        assertThat(set.contains("")).isFalse();
    }
}
