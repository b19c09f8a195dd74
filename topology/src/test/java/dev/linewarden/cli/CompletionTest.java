package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linewarden.support.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shells' own completion, asked with the scripts that the program prints. A shell that is not here is not asked. */
class CompletionTest {

    // What bash hands to a completion function, and what it takes from it.
    private static final String ASK_BASH = """
            source "$1"
            # Has a say only while a key is pressed.
            compopt() { :; }
            line=$2
            read -ra COMP_WORDS <<< "$line"
            [[ $line == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            COMP_LINE=$line
            COMP_POINT=${#line}
            _complete_linewarden
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void the_script_is_one_that_the_shell_can_read(String shell) throws Exception {
        assumeShell(shell);

        assertThat(run(shell, "-n", script(shell).toString())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "linewarden li, line lines",
        "linewarden policy sch, schema",
        "linewarden policy ch, check",
        "linewarden tail app, approved",
        "linewarden line status line-1 PA, PAUSED",
        "linewarden completion z, zsh",
        "linewarden line evacuate --dry, --dry-run"
    })
    void bash_completes_verbs_options_topics_and_values(String typed, String completed) throws Exception {
        assumeShell("bash");

        assertThat(run("bash", "-c", ASK_BASH, "ask", script("bash").toString(), typed)
                        .lines()
                        .map(String::strip))
                .containsExactlyInAnyOrder(completed.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "linewarden li, line lines",
        "linewarden policy ch, check",
        "linewarden tail app, approved",
        "linewarden line status line-1 PA, PAUSED",
        "linewarden completion z, zsh",
        "linewarden line evacuate --dry, --dry-run"
    })
    void fish_completes_them_too(String typed, String completed) throws Exception {
        assumeShell("fish");

        assertThat(run(
                                "fish",
                                "--no-config",
                                "-c",
                                "source $argv[1]; complete -C $argv[2]",
                                script("fish").toString(),
                                typed)
                        .lines()
                        .map(line -> line.split("\t", 2)[0]))
                .containsExactlyInAnyOrder(completed.split(" "));
    }

    @Test
    void zsh_takes_the_script_of_bash() throws Exception {
        assumeShell("zsh");

        assertThat(run(
                        "zsh",
                        "-f",
                        "-c",
                        "source $1; print ${_comps[linewarden]}",
                        "ask",
                        script("zsh").toString()))
                .contains("bash_complete");
    }

    private Path script(String shell) throws IOException {
        return Files.writeString(
                directory.resolve("linewarden." + shell),
                Program.run("completion", shell).out());
    }

    private String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", List.of(command)) + ": " + output)
                .isZero();
        return output;
    }

    private static void assumeShell(String shell) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(shell, "-c", "exit 0").start();
            assumeTrue(process.waitFor() == 0);
        } catch (IOException none) {
            assumeTrue(false, "no " + shell + " here");
        }
    }
}
