package dev.linewarden.cli;

import dev.linewarden.http.Logins;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A line for the file of those who may log in. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = {
            "Asks for a password, and prints the line that lets somebody log in over HTTP: add it to the file that `serve"
                    + " --http-users` names.",
            "viewer reads, with handles masked; operator also hands in and cancels requests and reveals handles; admin also"
                    + " puts policies in force."
        },
        footer = {"", "Examples:", "  linewarden login night-shift --role operator"})
final class LoginCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME")
    private String name;

    @Option(names = "--role", required = true, description = "${COMPLETION-CANDIDATES}, in any case.")
    private Logins.Role role;

    @Override
    public Integer call() throws IOException {
        try {
            String line = Logins.line(name, role, password());
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
            return 0;
        } catch (Logins.BrokenException refused) {
            throw Problem.usage(String.valueOf(refused.getMessage()));
        }
    }

    /** From the terminal, unseen, or the first line of standard input. */
    @SuppressWarnings("SystemConsoleNull") // where there always is one, it reads standard input as well
    private char[] password() throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] read = console.readPassword("password: ");
            return read == null ? new char[0] : read;
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? new char[0] : line.toCharArray();
    }
}
