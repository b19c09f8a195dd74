package dev.linewarden.audit.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.diff.PolicyComparison.Row;
import dev.linewarden.audit.diff.PolicyComparison.Shown;
import dev.linewarden.audit.diff.PolicyComparison.Side;
import dev.linewarden.client.Progress;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Setting;
import dev.linewarden.policy.Tendency;
import dev.linewarden.simulate.ScenarioResult;
import dev.linewarden.support.PolicyValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class PolicyComparisonTest {

    /** Keys of which no scenario can show a difference, and why. */
    private static final Map<String, String> NEVER_SHOWN =
            Map.of("flagged-line.new-users", "it has one value, so that two policies never differ in it");

    @TempDir
    private Path directory;

    @Test
    void every_key_of_a_policy_is_asked_about_or_explained() {
        List<String> keys = new PolicyYaml()
                .check("{}").settings().stream().map(Setting::key).toList();

        assertThat(PolicyValues.others().keySet())
                .containsAll(keys.stream()
                        .filter(key -> !NEVER_SHOWN.containsKey(key))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> a_scenario_shows_what_each_key_changes() {
        return PolicyValues.others().entrySet().stream().flatMap(key -> key.getValue().stream()
                .map(value -> DynamicTest.dynamicTest(key.getKey() + " " + value, () -> {
                    shows(key.getKey(), "{}", PolicyValues.policy(key.getKey(), value));
                    if (value.equals(key.getValue().get(0))) {
                        shows(key.getKey(), PolicyValues.policy(key.getKey(), value), "{}");
                    }
                })));
    }

    private void shows(String key, String first, String second) throws IOException {
        List<Row> rows = compare(first, second);
        assertThat(rows).extracting(row -> row.difference().key()).containsExactly(key);
        Shown shown = rows.get(0).shown();
        assertThat(shown).as(first + " and " + second).isNotNull();
        assertThat(shown.first()).isNotEqualTo(shown.second());
        Tendency said = rows.get(0).difference().tendency();
        assertThat(said == Tendency.NEITHER || shown.tendency() == Tendency.NEITHER || shown.tendency() == said)
                .isTrue();
        Path file = directory.resolve("shown.yaml");
        Files.writeString(file, shown.scenario());
        assertThat(ScenarioResult.of(file).failure()).as(shown.scenario()).isNull();
    }

    @Test
    void where_another_key_hides_a_difference_it_is_not_said_to_be_shown() {
        List<Row> rows = compare("burst: {max: 60, mode: off}", "burst: {max: 5, mode: off}");

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).difference().tendency()).isEqualTo(Tendency.STRICTER);
        assertThat(rows.get(0).shown()).isNull();
    }

    @Test
    void of_many_keys_each_is_shown_by_what_it_does_itself() {
        List<Row> rows = compare(
                "{burst: {max: 60, min-gap: 2s}, follow-ups: {max: 2, spacing: 24h}}",
                "{burst: {max: 6, min-gap: 9s}, follow-ups: {max: 4, spacing: 12h}}");

        assertThat(rows).allMatch(row -> row.shown() != null);
        assertThat(rows)
                .extracting(row -> row.difference().key())
                .containsExactly("burst.max", "burst.min-gap", "follow-ups.max", "follow-ups.spacing");
        assertThat(rows.get(0).shown().gist()).isEqualTo("61 replies of the line at once");
    }

    private static List<Row> compare(String first, String second) {
        return PolicyComparison.of(new Side("A", first), new Side("B", second), Progress.UNSEEN);
    }
}
