package dev.linewarden.cli;

import dev.linewarden.client.ClusterException;
import dev.linewarden.hints.Nearest;
import dev.linewarden.registry.AvroSafety;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. */
@Command(
        name = "linewarden",
        description = "The gate between services that want to send iMessages and the workers that send them.",
        mixinStandardHelpOptions = true,
        versionProvider = Linewarden.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SimulateCommand.class,
            TestCommand.class,
            PublishCommand.class,
            TailCommand.class,
            LineCommand.class,
            LinesCommand.class,
            ForecastCommand.class,
            AuditCommand.class,
            ReviewCommand.class,
            StateCommand.class,
            ShadowCommand.class,
            SuspendCommand.class,
            ResumeCommand.class,
            SuspensionsCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            SqlCommand.class,
            ExportCommand.class,
            InviteCommand.class,
            CardCommand.class,
            PolicyCommand.class,
            OperationsCommand.class,
            LoginCommand.class,
            TopicsCommand.class,
            CompletionCommand.class,
            TopCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  linewarden demo",
            "  linewarden serve --embedded",
            "  linewarden explain r-4711 --why-not"
        })
public final class Linewarden implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit code: 0 done, 1 found something wrong, 2 wrong usage. */
    public static int run(String... args) {
        return program().execute(args);
    }

    /** The same, with all that it prints going there instead. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return program().setOut(out).setErr(err).execute(args);
    }

    /** The program with all its verbs. */
    static CommandLine program() {
        AvroSafety.apply();
        return new CommandLine(new Linewarden())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi()))
                .setParameterExceptionHandler(Linewarden::explainUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> Math.max(
                        explain(failure, command), command.getCommandSpec().exitCodeOnExecutionException()));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Problem.WRONG_USAGE;
    }

    private static int explainUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String meant = wrong instanceof UnmatchedArgumentException unmatched ? meant(command, unmatched) : null;
        String hint = meant == null ? "" : "; did you mean '" + meant + "'?";
        print(
                command,
                oneLine(wrong.getMessage()) + hint + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return Problem.WRONG_USAGE;
    }

    /** The verb or option that looks most like the first word that is none. */
    private static @Nullable String meant(CommandLine command, UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().get(0);
        return Nearest.of(
                word,
                word.startsWith("-")
                        ? command.getCommandSpec().optionsMap().keySet()
                        : command.getSubcommands().keySet());
    }

    private static int explain(Exception failure, CommandLine command) {
        if (failure instanceof Problem problem) {
            print(command, String.valueOf(problem.getMessage()));
            return problem.exitCode();
        }
        if (failure instanceof ClusterException) {
            print(command, String.valueOf(failure.getMessage()));
            return Problem.FOUND_WRONG;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return Problem.FOUND_WRONG;
        }
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            print(
                    command,
                    "no broker answers at " + brokers(command) + ": is it running, is --bootstrap-servers right?");
        } else if (failure.getCause() instanceof ConfigException setting) {
            print(command, explain(setting, command));
        } else if (failure instanceof KafkaException || failure instanceof IllegalArgumentException) {
            print(command, oneLine(failure.getMessage()));
        } else {
            print(
                    command,
                    "unexpected: " + oneLine(failure.toString()) + " (set LINEWARDEN_TRACE=1 for the stack trace)");
        }
        if (System.getenv("LINEWARDEN_TRACE") != null) {
            failure.printStackTrace(command.getErr());
        }
        return Problem.FOUND_WRONG;
    }

    /** Kafka's clients say only that they could not be made; the cause says which setting is to blame. */
    private static String explain(ConfigException setting, CommandLine command) {
        String reason = oneLine(setting.getMessage());
        return reason.contains("bootstrap")
                ? "no broker can be found at " + brokers(command)
                        + ": --bootstrap-servers takes HOST:PORT, and the host's name must be known here"
                : reason;
    }

    private static String brokers(CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ClusterOptions.class::isInstance)
                .map(options -> ((ClusterOptions) options).brokers())
                .findFirst()
                .orElse("its address");
    }

    static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("linewarden: ").toString() + message);
        err.flush();
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "no reason given" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Linewarden.class.getPackage().getImplementationVersion();
            return new String[] {"linewarden " + (version == null ? "(built from source)" : version)};
        }
    }
}
