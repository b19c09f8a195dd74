package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.support.MadeDecision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FateTest {

    private static final List<String> TEXTS = List.of("a", "", "öß", "x".repeat(70_000));

    private static Fate again(Fate fate) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FateFormat.write(fate, new DataOutputStream(bytes));
        return FateFormat.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void what_waits_comes_back_from_its_bytes_as_it_was(long seed) throws IOException {
        Decision decision = new MadeDecision(seed, TEXTS).decision();
        Fate fate = Fate.of(seed, 2 * seed, decision.request());

        assertThat(again(fate)).usingRecursiveComparison().isEqualTo(fate);
        fate.recorded(decision);
        assertThat(again(fate)).usingRecursiveComparison().isEqualTo(fate);
        fate.would(new MadeDecision(seed + 100, TEXTS).decision(), true);
        fate.diverged = true;
        fate.isFirstOrder = seed % 2 == 0;
        fate.untouched = seed % 3 == 0;
        fate.isCountedHeld = seed % 4 == 0;
        assertThat(again(fate)).usingRecursiveComparison().isEqualTo(fate);
    }
}
