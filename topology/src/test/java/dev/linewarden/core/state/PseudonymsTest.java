package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Recipient.Consent;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PseudonymsTest {

    private final MemoryRows rows = new MemoryRows();

    @Test
    void a_name_depends_on_key_pool_and_handle() {
        Pseudonyms one = new Pseudonyms(List.of("one"));

        assertThat(one.of("p", "a")).hasSize(64).isEqualTo(new Pseudonyms(List.of("one")).of("p", "a"));
        assertThat(one.of("p", "a"))
                .isNotEqualTo(one.of("p", "b"))
                .isNotEqualTo(one.of("q", "a"))
                .isNotEqualTo(new Pseudonyms(List.of("two")).of("p", "a"));
    }

    @Test
    void a_key_is_replaced_and_what_was_kept_under_the_old_one_is_recognised() {
        forget(new Pseudonyms(List.of()), "a");
        forget(new Pseudonyms(List.of("old")), "b");
        Pseudonyms now = new Pseudonyms(List.of("new", "old"));
        forget(now, "c");

        for (String name : List.of("a", "b", "c")) {
            assertThat(new Draft(rows, now).recipient("p", name).consent()).isEqualTo(Consent.OPTED_OUT);
        }
        assertThat(new Draft(rows, new Pseudonyms(List.of("other")))
                        .recipient("p", "b")
                        .consent())
                .isEqualTo(Consent.UNKNOWN);
    }

    private void forget(Pseudonyms pseudonyms, String name) {
        Draft draft = new Draft(rows, pseudonyms);
        draft.put(Recipient.unknown("p", name).optedOut(Instant.EPOCH));
        draft.forget("p", name);
        draft.changes().forEach(change -> rows.set(change.table(), change.key(), change.row()));
    }
}
