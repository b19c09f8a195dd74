package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumedLineTest {

    private final TestGate gate = new TestGate().policy(FREE).lines("a");

    /** What it is reported as during its pause, and what it is when the pause is over. */
    @ParameterizedTest
    @CsvSource({"PAUSED, ACTIVE", "ACTIVE, ACTIVE", "FLAGGED, FLAGGED", "RETIRED, RETIRED"})
    void the_end_of_a_pause_brings_back_a_line_that_is_still_paused_and_no_other(Status meanwhile, Status behind) {
        report(Status.PAUSED, false);
        report(meanwhile, false);

        report(Status.ACTIVE, true);

        assertThat(gate.rows.line("default", "a").status()).isEqualTo(behind);
    }

    private void report(Status status, boolean resumes) {
        gate.wait(Duration.ofMinutes(1));
        gate.take(new LineUpdate("default", "a", "server-1", status, null, gate.now, null, false, resumes));
    }
}
