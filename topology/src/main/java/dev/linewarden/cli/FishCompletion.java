package dev.linewarden.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish, which picocli has none for: one {@code complete} line for each verb, option and list of values. */
final class FishCompletion {

    private static final String PROGRAM = "linewarden";
    private static final String FUNCTIONS = """
            # The verb that the words so far name, subcommands included: 'policy check'.
            function __linewarden_verb
                set -l verb
                for word in (commandline -opc)[2..-1]
                    set -l longer (string trim -- "$verb $word")
                    if contains -- $longer $__linewarden_verbs
                        set verb $longer
                    end
                end
                echo $verb
            end

            function __linewarden_at
                set -l verb (__linewarden_verb)
                test "$verb" = "$argv[1]"
            end
            """;

    private final List<String> verbs = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private FishCompletion() {}

    /** The script. */
    static String of(CommandLine program) {
        FishCompletion script = new FishCompletion();
        script.add(program, "");
        return "set -g __linewarden_verbs "
                + script.verbs.stream().map(FishCompletion::quoted).collect(Collectors.joining(" ")) + "\n\n"
                + FUNCTIONS + "\n"
                + "complete -c " + PROGRAM + " -f\n"
                + String.join("\n", script.lines);
    }

    private void add(CommandLine command, String verb) {
        CommandSpec spec = command.getCommandSpec();
        spec.options().stream().filter(option -> !option.hidden()).forEach(option -> add(option, verb));
        spec.positionalParameters().forEach(parameter -> add(parameter, verb));
        command.getSubcommands().forEach((name, below) -> {
            if (below.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            String longer = (verb + " " + name).strip();
            lines.add(start(verb) + " -a " + name
                    + description(below.getCommandSpec().usageMessage().description()));
            verbs.add(longer);
            add(below, longer);
        });
    }

    private void add(OptionSpec option, String verb) {
        StringBuilder line = new StringBuilder(start(verb));
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
        }
        if (option.arity().max() > 0) {
            line.append(" -r").append(values(option));
        }
        lines.add(line + description(option.description()));
    }

    private void add(PositionalParamSpec parameter, String verb) {
        String values = values(parameter);
        if (!values.isEmpty()) {
            lines.add(start(verb) + values);
        }
    }

    private static String start(String verb) {
        return "complete -c " + PROGRAM + " -n " + quoted("__linewarden_at '" + verb + "'");
    }

    /** What may stand there: names, files, or nothing that anybody could know. */
    private static String values(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return " -a "
                    + quoted(
                            StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                                    .collect(Collectors.joining(" ")));
        }
        Class<?> type = argument.auxiliaryTypes()[0];
        return type == Path.class ? " -F" : "";
    }

    private static String description(String @Nullable [] sentences) {
        if (sentences == null || sentences.length == 0) {
            return "";
        }
        // The values in force, which picocli puts in, are of no use before the verb runs.
        String first = sentences[0]
                .split("[.:;] ", 2)[0]
                .replaceAll("\\s*\\([Dd]efault: .*", "")
                .replace("$$", "$")
                .replaceAll("\\.$", "");
        return first.contains("${") ? "" : " -d " + quoted(first);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
