package dev.linewarden.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a shell needs to complete verbs, options and their values: generated from the verbs, so it knows each of them. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints what your shell needs to complete verbs, options and their values.",
        footer = {
            "",
            "Examples:",
            "  source <(linewarden completion bash)  # in ~/.bashrc for every shell",
            "  source <(linewarden completion zsh)   # likewise, behind compinit",
            "  linewarden completion fish > ~/.config/fish/completions/linewarden.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    /** A shell that is known. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish", completionCandidates = Shells.class)
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        // zsh takes bash's by its own bashcompinit, which the script turns on.
        out.println(
                shell == Shell.FISH
                        ? FishCompletion.of(program)
                        : AutoComplete.bash(program.getCommandName(), program).strip());
        out.flush();
        return 0;
    }

    /** As people write them. */
    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh", "fish").iterator();
        }
    }
}
