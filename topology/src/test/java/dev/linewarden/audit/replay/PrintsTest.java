package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.client.Values;
import dev.linewarden.contract.DecisionScan;
import dev.linewarden.contract.DecisionSerializer;
import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Decision;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.support.MadeDecision;
import dev.linewarden.support.MemoryRegistry;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** A decision has one fingerprint: as it lies in its topic, as it is decoded, and as it is decided again. */
class PrintsTest {

    private static final String TOPIC = "approved";

    private final RegistryClient registry = MemoryRegistry.client();
    private final DecisionSerializer serializer = new DecisionSerializer(new RecordSerializer(registry));
    private final Prints prints = new Prints(new Values(registry, DecisionScan::knows));
    private final Fingerprint fingerprint = new Fingerprint();

    @Property(tries = 300)
    void bytes_record_and_decision_have_the_same_print(
            @ForAll long seed, @ForAll @Size(min = 1, max = 6) List<String> texts) {
        Decision decision = new MadeDecision(seed, texts).decision();
        byte[] bytes = serializer.serialize(TOPIC, decision);
        Print print = prints.of(TOPIC, bytes);

        assertThat(print)
                .isEqualTo(new Print(
                        decision.position().partition(),
                        decision.position().offset(),
                        decision.attempt(),
                        decision.decidedAt().toEpochMilli(),
                        Records.toRecord(decision).getRequest().getPool(),
                        Records.toRecord(decision).getBuild(),
                        fingerprint.of(Records.toRecord(decision))));
        assertThat(fingerprint.of(decision)).isEqualTo(print.fingerprint());
    }

    @Property(tries = 300)
    void what_is_looked_through_is_what_is_decoded(@ForAll long seed) {
        Decision decision = new MadeDecision(seed, List.of("a", "bc")).decision();
        byte[] bytes = serializer.serialize(TOPIC, decision);
        DecisionScan scan = new DecisionScan();

        assertThat(scan.of(bytes)).isTrue();
        assertThat(scan.pool()).isEqualTo(decision.request().pool());
        assertThat(scan.build()).isEqualTo(decision.build());
        assertThat(scan.attempt()).isEqualTo(decision.attempt());
        assertThat(scan.partition()).isEqualTo(decision.position().partition());
        assertThat(scan.offset()).isEqualTo(decision.position().offset());
        assertThat(scan.decidedAt()).isEqualTo(decision.decidedAt().toEpochMilli());
        assertThat(scan.labels()).isEqualTo(decision.request().labels().size());
        for (int length = 5; length < bytes.length; length++) {
            assertThat(scan.of(Arrays.copyOf(bytes, length))).isFalse();
        }
    }

    @Test
    void what_another_schema_wrote_is_decoded() {
        assertThat(DecisionScan.knows(dev.linewarden.schemas.Decision.getClassSchema()))
                .isTrue();
        assertThat(DecisionScan.knows(SchemaBuilder.record("dev.linewarden.schemas.Decision")
                        .fields()
                        .requiredString("decision_id")
                        .endRecord()))
                .isFalse();
    }
}
