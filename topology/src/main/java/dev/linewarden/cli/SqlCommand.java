package dev.linewarden.cli;

import dev.linewarden.audit.sql.Answer;
import dev.linewarden.audit.sql.ReadyQueries;
import dev.linewarden.audit.sql.SqlTables;
import dev.linewarden.audit.sql.SqlTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Questions to what was recorded. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description =
                "Asks decisions, findings, conversations, alerts, lines and policies in SQL (DuckDB), straight from"
                        + " the topics. Without a query: what tables and ready queries there are.",
        footer = {
            "",
            "Examples:",
            "  linewarden sql",
            "  linewarden sql \"select outcome, count(*) from decisions group by outcome\""
        })
final class SqlCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SqlSource source;

    @Parameters(
            arity = "0..1",
            paramLabel = "QUERY",
            description = "As in: \"SELECT outcome, count(*) FROM decisions GROUP BY outcome\"")
    private @Nullable String query;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the query from a file; - is standard input.")
    private @Nullable Path file;

    @Option(names = "--query", paramLabel = "NAME", description = "A ready query.")
    private @Nullable String ready;

    @Option(names = "--show", paramLabel = "NAME", description = "Print a ready query, to start your own from.")
    private @Nullable String shown;

    @Option(names = "--describe", paramLabel = "TABLE", description = "What each column of a table means.")
    private @Nullable String described;

    @Option(names = "--list", description = "List tables and ready queries.")
    private boolean list;

    @Option(names = "--json", description = "One JSON object a row.")
    private boolean json;

    @Option(names = "--csv", description = "CSV with a heading.")
    private boolean csv;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long asked = Stream.of(query, file, ready, shown, described)
                .filter(Objects::nonNull)
                .count();
        if (asked > 1 || (json && csv)) {
            throw Problem.usage(
                    json && csv ? "--json or --csv, not both" : "one query at a time: QUERY, -f or --query");
        }
        try {
            if (described != null) {
                SqlListing.describe(described).forEach(out::println);
            } else if (shown != null) {
                out.print(named(shown));
            } else if (asked == 0 || list) {
                SqlListing.all(json).forEach(out::println);
            } else {
                ask(text(), out);
            }
        } catch (SqlTrouble trouble) {
            throw trouble.isQuery()
                    ? Problem.usage(String.valueOf(trouble.getMessage()))
                    : Problem.found(String.valueOf(trouble.getMessage()));
        }
        out.flush();
        return 0;
    }

    private String text() throws IOException {
        if (ready != null) {
            return named(ready);
        }
        if (file == null) {
            return Objects.requireNonNull(query);
        }
        if (file.toString().equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw Problem.usage("cannot read -f " + file + ": " + unreadable);
        }
    }

    private static String named(String name) {
        List<String> names = ReadyQueries.names();
        if (!names.contains(name)) {
            throw Problem.usage("there is no ready query '" + name + "': there are "
                    + names.stream().collect(Collectors.joining(", ")));
        }
        return ReadyQueries.text(name);
    }

    private void ask(String text, PrintWriter out) {
        SqlSource.Opened opened = source.open(spec.commandLine(), text);
        try (SqlTables tables = opened.tables();
                Answer answer = tables.ask(text)) {
            if (json) {
                AnswerFormats.json(answer, out);
            } else if (csv) {
                AnswerFormats.csv(answer, out);
            } else {
                AnswerTable.print(answer, out);
            }
        }
    }
}
