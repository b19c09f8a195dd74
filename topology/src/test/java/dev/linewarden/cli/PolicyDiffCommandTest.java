package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.support.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `policy diff` of files. */
class PolicyDiffCommandTest {

    @TempDir
    private Path directory;

    private String first;
    private String second;

    @BeforeEach
    void write() throws Exception {
        first = write("first.yaml", "burst: {max: 60}\n");
        second = write("second.yaml", "version: next\nburst: {max: 40, jitter: 5s}\nfollow-ups: {spacing: 12h}\n");
    }

    private String write(String name, String policy) throws Exception {
        return Files.writeString(directory.resolve(name), policy).toString();
    }

    @Test
    void policies_that_mean_the_same_are_exit_0() throws Exception {
        Program.Result same = run("policy", "diff", first, write("same.yaml", "# as before\nburst:\n  window: 1m\n"));

        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("no key differs");
    }

    @Test
    void each_key_that_differs_is_shown_with_what_the_core_decided() {
        Program.Result different = run("policy", "diff", first, second);

        assertThat(different.exitCode()).isEqualTo(1);
        assertThat(different.out())
                .contains(
                        "burst.max  60 -> 40  stricter",
                        "    61 replies of the line at once",
                        "    A: 60 APPROVED, 1 DEFERRED",
                        "    B: 40 APPROVED, 21 DEFERRED",
                        "follow-ups.spacing  24h -> 12h  looser",
                        "burst.jitter  1s -> 5s  neither",
                        "by a hash of the request",
                        "4 keys differ: B is stricter in 1, looser in 1, neither in 2; each is shown");
    }

    @Test
    void the_scenarios_are_files_that_hold_under_the_second() throws Exception {
        Path scenarios = directory.resolve("shown");
        Program.Result different = run("policy", "diff", first, second, "--scenarios", scenarios.toString(), "--json");

        JsonNode json = new ObjectMapper().readTree(different.out());
        assertThat(json.at("/differences")).hasSize(4);
        assertThat(json.at("/differences/1/key").asText()).isEqualTo("burst.max");
        assertThat(json.at("/differences/1/shown/file").asText())
                .isEqualTo(scenarios.resolve("burst.max.yaml").toString());
        assertThat(run("test", scenarios.toString()).out()).endsWith("4 passed, 0 failed\n");
        Path scenario = scenarios.resolve("burst.max.yaml");
        String text = Files.readString(scenario);
        String there = text.lines()
                .filter(line -> line.startsWith("# policy: "))
                .findFirst()
                .orElseThrow();
        Files.writeString(scenario, text.replaceFirst("(?m)^policy: .*$", there.substring(2)));
        assertThat(run("test", scenario.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void trouble_is_exit_2_so_that_a_script_does_not_take_it_for_a_difference() throws Exception {
        String broken = write("broken.yaml", "brust: {max: 5}\n");

        assertThat(run("policy", "diff", first, broken).exitCode()).isEqualTo(2);
        assertThat(run("policy", "diff", first, "nowhere.yaml").exitCode()).isEqualTo(2);
        assertThat(run("policy", "diff", first).exitCode()).isEqualTo(2);
    }
}
