package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Finding;
import dev.linewarden.support.MadeDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class FateTest {

    @Test
    void what_waits_is_remembered_without_its_findings() {
        Decision decision = new MadeDecision(3, List.of("a", "b")).decision();
        Fate fate = new Fate(1);
        fate.recorded(decision);
        fate.would(decision, true);

        assertThat(decision.findings()).isNotEmpty();
        assertThat(fate.recordedLast().findings()).isEqualTo(List.<Finding>of());
        assertThat(fate.wouldLast().findings()).isEmpty();
        assertThat(fate.recordedLast())
                .usingRecursiveComparison()
                .ignoringFields("findings")
                .isEqualTo(decision);
    }
}
