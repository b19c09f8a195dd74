package dev.linewarden.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OperationOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationBookTest {

    private static final Instant NOON = Instant.parse("2026-03-05T12:00:00Z");

    private final OperationBook book = new OperationBook(4);

    @Test
    void each_operation_stands_once_as_last_written_the_newest_first() {
        book.take(operation("a", 0, "olga", OperationOutcome.BEGUN));
        book.take(operation("b", 1, "ada", OperationOutcome.BEGUN));
        book.take(operation("a", 0, "olga", OperationOutcome.DONE));

        List<Operation> found = book.newest(OperationQuery.ANY, null, 10).operations();
        assertThat(found).extracting(Operation::getOperationId).containsExactly("b", "a");
        assertThat(found.get(1).getOutcome()).isEqualTo(OperationOutcome.DONE);
        assertThat(book.actors()).containsExactly("ada", "olga");
    }

    @Test
    void pages_follow_each_other_whatever_comes_in_between() {
        book.take(operation("a", 0, "olga", OperationOutcome.DONE));
        book.take(operation("b", 1, "ada", OperationOutcome.DONE));
        book.take(operation("c", 2, "olga", OperationOutcome.DONE));
        OperationQuery hers = new OperationQuery(null, "Olga", " ", null);

        OperationBook.Page first = book.newest(hers, null, 1);
        book.take(operation("d", 3, "olga", OperationOutcome.DONE));
        OperationBook.Page second = book.newest(hers, first.next(), 1);

        assertThat(first.operations()).extracting(Operation::getOperationId).containsExactly("c");
        assertThat(second.operations()).extracting(Operation::getOperationId).containsExactly("a");
        assertThat(second.next()).isNull();
        assertThat(book.newest(hers, "nobody knows it", 1).operations()).isEmpty();
    }

    @Test
    void the_oldest_are_let_go_of() {
        for (int i = 0; i < 6; i++) {
            book.take(operation("o" + i, i, "olga", OperationOutcome.DONE));
        }

        assertThat(book.newest(OperationQuery.ANY, null, 10).operations())
                .extracting(Operation::getOperationId)
                .containsExactly("o5", "o4", "o3", "o2");
    }

    private static Operation operation(String id, int minute, String actor, OperationOutcome outcome) {
        return new Operation(
                id,
                "default",
                OperationKind.POLICY_APPLIED.name(),
                NOON.plusSeconds(60L * minute),
                actor,
                Author.HTTP,
                null,
                null,
                Map.of(),
                outcome,
                null,
                null);
    }
}
