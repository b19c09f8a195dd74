package dev.linewarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Finding;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.support.MadeDecision;
import dev.linewarden.support.MemoryRegistry;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is written by hand is what Avro writes, byte for byte. */
class DecisionSerializerTest {

    private static final String TOPIC = "approved";

    private final RecordSerializer avro = new RecordSerializer(MemoryRegistry.client());
    private final DecisionSerializer byHand = new DecisionSerializer(avro);

    private void assertAlike(Decision decision) {
        assertThat(byHand.serialize(TOPIC, decision)).isEqualTo(avro.serialize(TOPIC, Records.toRecord(decision)));
    }

    @Property(tries = 300)
    void any_decision_is_written_as_avro_writes_it(
            @ForAll long seed, @ForAll @Size(min = 1, max = 6) List<String> texts) {
        assertAlike(new MadeDecision(seed, texts).decision());
    }

    @Test
    void texts_of_every_length_and_script_and_half_a_pair_are_written_alike() {
        List<String> texts =
                List.of("", "a", "é", "日本", "👍🏽", "half \uD83D", "\uDC4D half", "a".repeat(127), "ü".repeat(70_000));
        for (long seed = 0; seed < 50; seed++) {
            assertAlike(new MadeDecision(seed, texts).decision());
        }
    }

    @Test
    void findings_that_say_no_more_than_their_rule_are_written_alike_the_first_time_and_later() {
        Decision made = new MadeDecision(3, List.of("a")).decision();
        List<Finding> findings = List.of(
                Finding.pass("plain"),
                Finding.pass("plain", 1, 2),
                Finding.pass("plain"),
                Finding.passBecause("plain", "for a reason"),
                Finding.pass("plain").observedOnly(),
                Finding.pass("another"));
        Decision decision = new Decision(
                made.request(),
                made.outcome(),
                made.line(),
                made.server(),
                findings,
                null,
                null,
                1,
                made.decidedAt(),
                "",
                "",
                "",
                made.position());
        assertAlike(decision);
        assertAlike(decision);
    }

    @Test
    void one_that_could_not_be_written_leaves_nothing_behind() {
        Decision decision = new MadeDecision(1, List.of("a")).decision();
        List<Finding> unspeakable = new ArrayList<>(decision.findings());
        unspeakable.add(null);
        try {
            byHand.serialize(
                    TOPIC,
                    new Decision(
                            decision.request(),
                            decision.outcome(),
                            null,
                            null,
                            unspeakable,
                            null,
                            null,
                            1,
                            decision.decidedAt(),
                            "",
                            "",
                            "",
                            decision.position()));
        } catch (NullPointerException expected) {
            assertAlike(decision);
            return;
        }
        throw new AssertionError("a finding that is none was written");
    }
}
