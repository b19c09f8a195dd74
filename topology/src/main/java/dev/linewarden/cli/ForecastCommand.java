package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.Course;
import dev.linewarden.audit.Forecast;
import dev.linewarden.audit.Forecast.Wish;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** When the backlog will be through. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        description = {
            "Says when what waits in a pool will be through if nothing more comes in, by line and day: the gate's own core, run"
                    + " ahead on a copy of the gate's state as of its last commit.",
            "With --until it also says how many more lines would bring all of it forward to that time; exit code 1 when no"
                    + " number of lines would."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden forecast default",
            "  linewarden forecast default --until 2026-03-07T18:00:00Z",
            "  linewarden forecast default --json | jq .through"
        })
final class ForecastCommand implements Callable<Integer> {

    private static final int MOST_ROWS = 20;
    private static final int MOST_DAYS = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(paramLabel = "POOL")
    private String pool;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The time by which all should be sent: how many more lines would that take?")
    private @Nullable String until;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Mixin
    private GateState gate;

    @Override
    public Integer call() {
        Instant wished = TimeOption.read("--until", until);
        Instant now = Instant.now();
        if (wished != null && !wished.isAfter(now)) {
            throw Problem.usage("--until " + wished + " has passed: name a time that is still to come");
        }
        Rows state = gate.read(options.cluster(), List.of(Table.values()));
        Forecast forecast = new Forecast(state, pool, new LibraryFacts(), new PolicyYaml(), now, Terminal::progress);
        if (forecast.asOf() == null) {
            throw Problem.found("the gate " + gate.applicationId() + " knows no pool " + pool
                    + ": is the name right, is --application-id?");
        }
        Course course = forecast.course();
        Wish wish = wished == null ? null : forecast.bringForward(wished);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(forecast, course, wished, wish));
        } else {
            summary(forecast, course).forEach(out::println);
            if (wish != null) {
                out.println();
                out.println(sentence(wish, course, String.valueOf(wished)));
            }
        }
        out.flush();
        return wish == null || wish.isGranted() ? 0 : Problem.FOUND_WRONG;
    }

    private List<String> summary(Forecast forecast, Course course) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "pool %s as of %s: %,d wait for a time or a line%s",
                pool, forecast.asOf(), course.due(), inWords("; held until something happens: ", course.held())));
        if (course.through() == null) {
            lines.add("nothing of it will be sent" + inWords("; refused: ", course.refused()));
            return lines;
        }
        lines.add("through at " + course.through() + " if nothing more comes in"
                + inWords("; refused by then: ", course.refused()));
        lines.add("");
        lines.addAll(byLine(course));
        return lines;
    }

    private static String inWords(String before, Map<Code, Integer> counts) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(code -> String.format("%,d %s", code.getValue(), code.getKey()))
                        .collect(Collectors.joining(", ", before, ""));
    }

    /** Those that are through last come first. */
    private static List<String> byLine(Course course) {
        List<LocalDate> days = course.days().keySet().stream().limit(MOST_DAYS).toList();
        boolean hasLater = course.days().size() > days.size();
        List<Object> headings = new ArrayList<>(List.of("line", "through", "sends"));
        days.forEach(day -> headings.add(day.toString().substring("2026-".length())));
        if (hasLater) {
            headings.add("later");
        }
        var table = new dev.linewarden.cli.Table(headings.toArray(String[]::new));
        course.lines().entrySet().stream()
                .sorted(Comparator.comparing(line -> line.getValue().through(), Comparator.reverseOrder()))
                .limit(MOST_ROWS)
                .forEach(line -> table.row(row(
                        line.getKey(),
                        line.getValue().through(),
                        line.getValue().days(),
                        days,
                        hasLater)));
        if (course.lines().size() > 1) {
            int all = course.lines().size();
            String name = all > MOST_ROWS ? "all " + all + " (--json)" : "all";
            table.row(row(name, course.through(), course.days(), days, hasLater));
        }
        return table.lines();
    }

    private static Object[] row(
            String name,
            @Nullable Instant through,
            Map<LocalDate, Integer> sends,
            List<LocalDate> days,
            boolean hasLater) {
        int all = sends.values().stream().mapToInt(Integer::intValue).sum();
        List<Object> cells = new ArrayList<>(List.of(name, String.valueOf(through), all));
        int shown = 0;
        for (LocalDate day : days) {
            int count = sends.getOrDefault(day, 0);
            cells.add(count);
            shown += count;
        }
        if (hasLater) {
            cells.add(all - shown);
        }
        return cells.toArray();
    }

    private static String sentence(Wish wish, Course course, String wished) {
        if (wish.isGranted()) {
            return wish.lines() == 0
                    ? "all of it is sent by " + wished + " with the lines that are there"
                    : String.format(
                            "%s, on servers with room, would have all of it sent by %s%s",
                            moreLines(wish.lines()), wished, hint(wish));
        }
        return String.format(
                "%,d of %,d cannot be sent by %s, however many lines there are: they wait for something else%s",
                wish.late(),
                course.due(),
                wished,
                wish.lines() == 0 ? "" : "; for the rest " + moreLines(wish.lines()) + " would do" + hint(wish));
    }

    private static String moreLines(int lines) {
        return lines == 1 ? "1 more line" : String.format("%,d more lines", lines);
    }

    private static String hint(Wish wish) {
        return wish.anew()
                ? "; what has a time keeps it until the policy is applied once more (`linewarden policy apply`)"
                : "";
    }

    private ObjectNode toJson(Forecast forecast, Course course, @Nullable Instant wished, @Nullable Wish wish) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("pool", pool)
                .put("as_of", String.valueOf(forecast.asOf()))
                .put("from", forecast.from().toString())
                .put("waiting", course.due())
                .put(
                        "through",
                        course.through() == null ? null : course.through().toString());
        ObjectNode held = object.putObject("held");
        course.held().forEach((code, count) -> held.put(code.name(), count));
        ObjectNode refused = object.putObject("refused");
        course.refused().forEach((code, count) -> refused.put(code.name(), count));
        ObjectNode days = object.putObject("days");
        course.days().forEach((day, sends) -> days.put(day.toString(), sends));
        ObjectNode lines = object.putObject("lines");
        course.lines().forEach((name, line) -> {
            ObjectNode one = lines.putObject(name).put("through", line.through().toString());
            ObjectNode itsDays = one.putObject("days");
            line.days().forEach((day, sends) -> itsDays.put(day.toString(), sends));
        });
        if (wish != null) {
            object.putObject("wish")
                    .put("until", String.valueOf(wished))
                    .put("granted", wish.isGranted())
                    .put("more_lines", wish.lines())
                    .put("late", wish.late())
                    .put("apply_policy_again", wish.anew());
        }
        return object;
    }
}
