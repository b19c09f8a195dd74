package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linewarden.audit.sql.ParquetExport;
import dev.linewarden.audit.sql.ParquetExport.Day;
import dev.linewarden.audit.sql.ParquetExport.State;
import dev.linewarden.audit.sql.SqlTables;
import dev.linewarden.audit.sql.SqlTrouble;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What was recorded, as files for other tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the tables of `sql` as Parquet, a directory a table and day (UTC), as in"
                + " DIR/decisions/day=2026-03-02. Days that are over, unless --today; what is there already stays.",
        footer = {
            "",
            "Examples:",
            "  linewarden export decisions-parquet",
            "  linewarden export decisions-parquet --today"
        })
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SqlSource source;

    @Parameters(paramLabel = "DIR", description = "Where to; made when it is not there.")
    private Path directory;

    @Option(names = "--today", description = "Also the day that is not over yet; the next export completes it.")
    private boolean today;

    @Option(names = "--json", description = "One JSON object a table and day.")
    private boolean json;

    @Override
    public Integer call() {
        LocalDate now = LocalDate.now(ZoneOffset.UTC);
        try {
            SqlSource.Opened opened = source.open(spec.commandLine(), directory.toString());
            List<Day> days = new ArrayList<>();
            try (SqlTables tables = opened.tables()) {
                tables.export(
                        new ParquetExport.Order(directory, today ? now.plusDays(1) : now, opened.reveals()), days::add);
            }
            PrintWriter out = spec.commandLine().getOut();
            (json ? json(days) : summary(days)).forEach(out::println);
            out.flush();
        } catch (SqlTrouble trouble) {
            throw Problem.found(String.valueOf(trouble.getMessage()));
        }
        return 0;
    }

    private static List<String> json(List<Day> days) {
        return days.stream()
                .map(day -> JsonNodeFactory.instance
                        .objectNode()
                        .put("table", day.table())
                        .put("day", day.day().toString())
                        .put("rows", day.rows())
                        .put("state", day.state().name().toLowerCase(Locale.ROOT))
                        .put("file", day.file().toString())
                        .toString())
                .toList();
    }

    private List<String> summary(List<Day> days) {
        if (days.isEmpty()) {
            return List.of(
                    "nothing to export: there is no day that is over" + (today ? "" : "; --today takes today too"));
        }
        Table table = new Table("day", "table", "rows", "");
        Map<State, Long> counts = new TreeMap<>();
        for (Day day : days) {
            counts.merge(day.state(), 1L, Long::sum);
            if (day.state() != State.UNCHANGED) {
                table.row(day.day(), day.table(), day.rows(), said(day.state()));
            }
        }
        long written = counts.getOrDefault(State.WRITTEN, 0L);
        List<String> lines = new ArrayList<>();
        if (counts.size() > 1 || !counts.containsKey(State.UNCHANGED)) {
            lines.addAll(table.lines());
            lines.add("");
        }
        lines.add(String.format(
                Locale.ROOT,
                "%,d files written in %s, %,d unchanged",
                written,
                directory,
                counts.getOrDefault(State.UNCHANGED, 0L)));
        return lines;
    }

    private static String said(State state) {
        return state == State.KEPT ? "kept: it holds more than the topics do now" : "written";
    }
}
