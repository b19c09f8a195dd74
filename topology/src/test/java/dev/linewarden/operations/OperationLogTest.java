package dev.linewarden.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.client.ClusterException;
import dev.linewarden.registry.AvroSafety;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OperationOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OperationLogTest {

    private static final Author OLGA = new Author("olga", Author.HTTP, " the campaign is over ");
    private static final Deed PAUSE = new Deed(OperationKind.LINE_PAUSED, "default", "line-1", Map.of("until", "noon"));

    @BeforeAll
    static void trust_our_own_records() {
        AvroSafety.apply();
    }

    private final List<Operation> written = new ArrayList<>();
    private final OperationLog log = new OperationLog(written::add);

    @Test
    void what_is_to_be_done_is_written_before_it_is_done_and_its_result_behind_it() {
        int done = log.keep(OLGA, PAUSE, written::size, count -> count + " entry before");

        assertThat(done).isEqualTo(1);
        assertThat(written)
                .extracting(Operation::getOutcome)
                .containsExactly(OperationOutcome.BEGUN, OperationOutcome.DONE);
        assertThat(written)
                .extracting(Operation::getOperationId)
                .containsOnly(written.get(0).getOperationId());
        Operation last = written.get(1);
        assertThat(last.getActor()).isEqualTo("olga");
        assertThat(last.getReason()).isEqualTo("the campaign is over");
        assertThat(last.getSubject()).isEqualTo("line-1");
        assertThat(last.getDetails()).containsEntry("until", "noon");
        assertThat(last.getResult()).isEqualTo("1 entry before");
        assertThat(last.getEndedAt()).isAfterOrEqualTo(last.getAt());
    }

    @Test
    void what_cannot_be_written_is_not_done() {
        AtomicBoolean isDone = new AtomicBoolean();
        OperationLog full = new OperationLog(operation -> {
            throw new ClusterException("no broker");
        });

        assertThatThrownBy(() -> full.keep(OLGA, PAUSE, () -> isDone.getAndSet(true), done -> "done"))
                .isInstanceOf(ClusterException.class);
        assertThat(isDone).isFalse();
    }

    @Test
    void what_fails_is_written_as_failed_without_words_that_are_not_ours() {
        assertThatThrownBy(() -> log.keep(OLGA, PAUSE, OperationLogTest::quote, done -> "done"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(written.get(1).getOutcome()).isEqualTo(OperationOutcome.FAILED);
        assertThat(written.get(1).getResult()).doesNotContain("someone@example.com");
    }

    private static boolean quote() {
        throw new IllegalStateException("someone@example.com");
    }

    @Test
    void what_was_done_stays_done_when_its_result_cannot_be_written() {
        OperationLog once = new OperationLog(operation -> {
            if (!written.isEmpty()) {
                throw new ClusterException("no broker any more");
            }
            written.add(operation);
        });

        assertThat(once.keep(OLGA, PAUSE, () -> "done", done -> done)).isEqualTo("done");
        assertThat(written).extracting(Operation::getOutcome).containsExactly(OperationOutcome.BEGUN);
    }

    @Test
    void a_reason_of_blanks_is_none_and_a_long_one_is_cut() {
        assertThat(new Author("olga", Author.HTTP, "  ").reason()).isNull();
        assertThat(new Author("olga", Author.HTTP, "y".repeat(5_000)).reason()).hasSize(Author.LONGEST_REASON);
    }
}
