package dev.linewarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.support.MemoryRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written by hand is what Avro writes, byte for byte. */
class DecisionSerializerTest {

    private static final String TOPIC = "approved";

    private final RecordSerializer avro = new RecordSerializer(MemoryRegistry.client());
    private final DecisionSerializer byHand = new DecisionSerializer(avro);

    private void assertAlike(Decision decision) {
        assertThat(byHand.serialize(TOPIC, decision)).isEqualTo(avro.serialize(TOPIC, Records.toRecord(decision)));
    }

    /** A decision out of one number: which fields are there, how long they are and what stands in them. */
    private static final class Made {
        private final Random random;
        private final List<String> texts;

        Made(long seed, List<String> texts) {
            this.random = new Random(seed);
            this.texts = texts;
        }

        private String text() {
            return texts.get(random.nextInt(texts.size()));
        }

        private @Nullable String textOrNull() {
            return random.nextBoolean() ? text() : null;
        }

        private Instant time() {
            long[] bounds = {1L << 20, 1L << 34, 1L << 42, 253_402_300_799_999L};
            long bound = bounds[random.nextInt(bounds.length)];
            return Instant.ofEpochMilli(Math.floorMod(random.nextLong(), 2 * bound) - bound)
                    .plusNanos(random.nextInt(1_000_000));
        }

        private @Nullable Instant timeOrNull() {
            return random.nextBoolean() ? time() : null;
        }

        private <E> E one(E[] constants) {
            return constants[random.nextInt(constants.length)];
        }

        private <E> @Nullable E oneOrNull(E[] constants) {
            return random.nextBoolean() ? one(constants) : null;
        }

        private OutboundRequest request() {
            List<OutboundRequest.Attachment> attachments = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                attachments.add(new OutboundRequest.Attachment(text(), text()));
            }
            Map<String, String> labels = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                labels.put(text(), text());
            }
            return new OutboundRequest(
                    text(),
                    text(),
                    text(),
                    textOrNull(),
                    text(),
                    attachments,
                    one(Priority.values()),
                    time(),
                    timeOrNull(),
                    timeOrNull(),
                    textOrNull(),
                    random.nextBoolean() ? new OutboundRequest.Consent(text(), timeOrNull()) : null,
                    one(Purpose.values()),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    labels);
        }

        private Finding finding() {
            return new Finding(
                    text(),
                    oneOrNull(Code.values()),
                    one(Effect.values()),
                    random.nextBoolean(),
                    random.nextBoolean() ? new Finding.Evidence(random.nextInt(), time()) : null,
                    timeOrNull(),
                    null,
                    textOrNull());
        }

        Decision decision() {
            List<Finding> findings = new ArrayList<>();
            for (int i = random.nextInt(18); i > 0; i--) {
                findings.add(finding());
            }
            return new Decision(
                    request(),
                    one(Outcome.values()),
                    textOrNull(),
                    textOrNull(),
                    findings,
                    oneOrNull(Code.values()),
                    timeOrNull(),
                    random.nextInt(),
                    time(),
                    text(),
                    text(),
                    text(),
                    new Decision.Position(random.nextInt(), random.nextLong()));
        }
    }

    @Property(tries = 300)
    void any_decision_is_written_as_avro_writes_it(
            @ForAll long seed, @ForAll @Size(min = 1, max = 6) List<String> texts) {
        assertAlike(new Made(seed, texts).decision());
    }

    @Test
    void texts_of_every_length_and_script_and_half_a_pair_are_written_alike() {
        List<String> texts =
                List.of("", "a", "é", "日本", "👍🏽", "half \uD83D", "\uDC4D half", "a".repeat(127), "ü".repeat(70_000));
        for (long seed = 0; seed < 50; seed++) {
            assertAlike(new Made(seed, texts).decision());
        }
    }

    @Test
    void one_that_could_not_be_written_leaves_nothing_behind() {
        Decision decision = new Made(1, List.of("a")).decision();
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
