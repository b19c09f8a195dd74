package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What `--help` of each verb says. */
class HelpTest {

    // Reading what dozens of verbs are annotated with takes longer than all that is asked of them here.
    private static final CommandLine PROGRAM = Linewarden.program();
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_says_what_it_does_and_shows_an_example(String verb) {
        CommandSpec spec = find(verb);

        assertThat(spec.usageMessage().description())
                .as("description of " + verb)
                .isNotEmpty();
        assertThat(examples(spec))
                .as("the footer of " + verb + " lists lines of `linewarden " + verb + " ...` below \"Examples:\"")
                .anyMatch(example -> example.contains(("linewarden " + verb).strip()));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_option_is_described(String verb) {
        find(verb).options().forEach(option -> assertThat(option.description())
                .as(option.longestName() + " of " + verb)
                .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_example_is_understood(String verb) {
        for (String example : examples(find(verb))) {
            assertThatCode(() -> PROGRAM.parseArgs(arguments(example)))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_example_stays_whole_on_a_terminal_of_eighty_columns(String verb) {
        assertThat(examples(find(verb))).allMatch(example -> example.length() <= 80);
    }

    static List<String> verbs() {
        List<String> verbs = new ArrayList<>();
        collect(PROGRAM, "", verbs);
        return verbs;
    }

    private static void collect(CommandLine command, String verb, List<String> verbs) {
        verbs.add(verb);
        command.getSubcommands().forEach((name, below) -> collect(below, (verb + " " + name).strip(), verbs));
    }

    private static CommandSpec find(String verb) {
        CommandLine command = PROGRAM;
        for (String name : verb.isEmpty() ? new String[0] : verb.split(" ")) {
            command = command.getSubcommands().get(name);
        }
        return command.getCommandSpec();
    }

    private static List<String> examples(CommandSpec spec) {
        List<String> footer = Arrays.asList(spec.usageMessage().footer());
        int heading = footer.indexOf("Examples:");
        return heading < 0
                ? List.of()
                : footer.stream()
                        .skip(heading + 1L)
                        .filter(line -> !line.isBlank())
                        .toList();
    }

    /** The words behind `linewarden`, up to a pipe, a redirection or a comment. */
    private static String[] arguments(String example) {
        String command = example.substring(example.indexOf("linewarden ") + "linewarden ".length());
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find() && !List.of("|", ">", "#").contains(word.group())) {
            words.add(Stream.of(word.group(1), word.group(2), word.group(3))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst("\\)$", ""));
        }
        return words.toArray(String[]::new);
    }
}
