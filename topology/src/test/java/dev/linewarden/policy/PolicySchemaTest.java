package dev.linewarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySchemaTest {

    private static final Path PUBLISHED = Path.of("../deploy/policies/policy.schema.json");

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(PolicySchema.json());

    @Test
    void the_published_schema_is_what_the_reader_asks_for() throws Exception {
        assertThat(new ObjectMapper().readTree(PUBLISHED.toFile()))
                .as("run `./linewarden policy schema > deploy/policies/policy.schema.json`")
                .isEqualTo(PolicySchema.json());
    }

    @ParameterizedTest
    @MethodSource("dev.linewarden.support.PolicyFiles#readyMade")
    void ready_made_policies_are_valid(Path file) throws Exception {
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "burst: {max: 1}",
                "burst: {max: 1000000}",
                "burst:",
                "burst: {mode: observe}",
                "burst: {mode: off}",
                "quiet-hours: {regions: {US-TX: {to: '09:00'}, FR: {days: {SUNDAY: {to: '12:00'}}}}}",
                "quiet-hours: {from: '9:30', to: '06:00:30'}",
                "quiet-hours: {days: {SUNDAY: closed, MONDAY: {to: '12:00'}}}",
                "quiet-hours: {holidays: [2026-12-25, '2027-01-01'], regions: {US-AL: {holidays: []}}}",
                "quiet-hours: {exempt: []}",
                "quiet-hours: {exempt: [ONE_TIME_CODE, TRANSACTIONAL]}",
                "version: 7",
                "assignment: {alert-at: [0, 1]}",
                "server-quota: {reserve-for-replies: 1}",
                "flagged-line: {new-users: reassign}"
            })
    void what_the_reader_takes_the_schema_takes(String policy) throws Exception {
        assertThat(new PolicyYaml().check(policy).errors()).isEmpty();
        assertThat(faults(policy)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brst: {}",
                "mode: off",
                "burst: {max: 0}",
                "burst: {max: 1000001}",
                "burst: {max: many}",
                "burst: {window: 1y}",
                "burst: [1]",
                "burst: {mode: on}",
                "burst: {windw: 60s}",
                "duplicates: {mode: off}",
                "assignment: {no-new-users-at: 1.5}",
                "assignment: {alert-at: 0.5}",
                "quiet-hours: {from: '25:00'}",
                "quiet-hours: {days: {SATURNDAY: {to: '12:00'}}}",
                "quiet-hours: {regions: {Texas: {to: '09:00'}}}",
                "quiet-hours: {days: {SUNDAY: shut}}",
                "quiet-hours: {holidays: [Christmas]}",
                "quiet-hours: {holidays: 2026-12-25}",
                "quiet-hours: {exempt: [LOGIN]}",
                "consent: {required: maybe}",
                "flagged-line: {new-users: hold}"
            })
    void what_the_reader_refuses_the_schema_marks(String policy) throws Exception {
        assertThat(new PolicyYaml().check(policy).errors()).isNotEmpty();
        assertThat(faults(policy)).isNotEmpty();
    }

    @Test
    void every_key_has_a_note_and_every_note_a_key() {
        Set<String> asked = new HashSet<>();
        new PolicyYaml()
                .check("quiet-hours: {regions: {FR: {}}}")
                .settings()
                .forEach(setting -> asked.add(setting.key()));
        Set<String> noted = new TreeSet<>(PolicyKeys.all().keySet());
        noted.removeIf(key -> !key.contains(".") && !Set.of("version", "mode").contains(key));
        noted.remove("*.mode");
        noted.remove("quiet-hours.days");
        noted.remove("quiet-hours.regions");

        assertThat(asked)
                .allSatisfy(key -> assertThat(PolicyKeys.of(key).means()).isNotBlank());
        assertThat(asked).containsAll(noted);
    }

    private Set<?> faults(String yaml) throws Exception {
        // As an editor reads it: YAML 1.2, where 21:00 is a text.
        return schema.validate(new YAMLMapper().readTree(yaml));
    }
}
