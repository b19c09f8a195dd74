package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.diff.PolicyComparison;
import dev.linewarden.audit.diff.PolicyComparison.Row;
import dev.linewarden.audit.diff.PolicyComparison.Shown;
import dev.linewarden.audit.diff.PolicyComparison.Side;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.Tendency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What another policy would hold back more, and what less. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two policies key by key: which way the second is stricter, looser or neither, and for each key a"
                    + " scenario that the core decides otherwise because of it.",
            "Each is a file, or a pool's policy: POOL for the one in force, POOL@HASH and POOL@TIME for an earlier one, as"
                    + " `policy history` lists them."
        },
        exitCodeOnExecutionException = Problem.WRONG_USAGE,
        exitCodeListHeading = "%nExit code, as diff(1) has it:%n",
        exitCodeList = {"0:no key differs", "1:some do", "2:one of them cannot be read, or the call was wrong"},
        footer = {
            "",
            "Examples:",
            "  linewarden policy diff default candidate.yaml",
            "  linewarden policy diff old.yaml new.yaml --scenarios scenarios/new",
            "  linewarden policy diff default@2026-03-05T14:00:00Z default --json"
        })
final class PolicyDiffCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(index = "0", paramLabel = "A", description = "The first policy: FILE, POOL, POOL@HASH or POOL@TIME.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "The second, likewise.")
    private String second;

    @Option(
            names = "--scenarios",
            paramLabel = "DIR",
            description = "Writes each scenario there, for `linewarden test`: it holds under B and not under A.")
    private @Nullable Path scenarios;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        NamedPolicies policies = new NamedPolicies(options);
        Side one = policies.read(first);
        Side two = policies.read(second);
        List<Row> rows = PolicyComparison.of(one, two, Terminal::progress);
        if (scenarios != null) {
            write(scenarios, rows);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(one, two, rows));
        } else {
            text(one, two, rows).forEach(out::println);
        }
        out.flush();
        return rows.isEmpty() ? 0 : DIFFERENT;
    }

    private static void write(Path directory, List<Row> rows) throws IOException {
        Files.createDirectories(directory);
        for (Row row : rows) {
            if (row.shown() != null) {
                try (WholeFile file = new WholeFile(directory.resolve(fileOf(row)))) {
                    file.writer().write(row.shown().scenario());
                    file.keep();
                }
            }
        }
    }

    private static String fileOf(Row row) {
        return row.difference().key() + ".yaml";
    }

    private List<String> text(Side one, Side two, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("A  " + one.name() + "  (" + PolicyHash.of(one.yaml()) + ")");
        lines.add("B  " + two.name() + "  (" + PolicyHash.of(two.yaml()) + ")");
        lines.add("");
        if (rows.isEmpty()) {
            lines.add("no key differs: the same is sent, held back and refused");
            return lines;
        }
        for (Row row : rows) {
            lines.addAll(text(row));
            lines.add("");
        }
        lines.add(sum(rows));
        if (scenarios != null) {
            lines.add("The scenarios hold under B and not under A: `linewarden test " + scenarios + "`");
        }
        return lines;
    }

    private static List<String> text(Row row) {
        Difference difference = row.difference();
        List<String> lines = new ArrayList<>();
        lines.add(Terminal.ansi().string("@|bold " + difference.key() + "|@")
                + "  " + difference.first() + " -> " + difference.second()
                + "  "
                + Terminal.colored(
                        style(difference.tendency()), difference.tendency().inWords()));
        if (difference.neither() != null) {
            lines.add(wrapped(difference.neither()));
        }
        Shown shown = row.shown();
        if (shown == null) {
            lines.add(wrapped("not shown: of all scenarios that were tried, none comes out otherwise because of it"));
        } else {
            lines.add(wrapped(shown.gist()));
            lines.add(wrapped("A: " + shown.first()));
            lines.add(wrapped("B: " + shown.second()));
        }
        return lines;
    }

    private static String wrapped(String text) {
        return Terminal.isInteractive() ? Terminal.wrap("    " + text, Terminal.columns()) : "    " + text;
    }

    private static Style style(Tendency tendency) {
        return switch (tendency) {
            case STRICTER -> Style.fg_red;
            case LOOSER -> Style.fg_green;
            case NEITHER -> Style.faint;
        };
    }

    private static String sum(List<Row> rows) {
        StringBuilder sum =
                new StringBuilder(rows.size() + (rows.size() == 1 ? " key differs: B is " : " keys differ: B is "));
        for (Tendency tendency : Tendency.values()) {
            sum.append(tendency == Tendency.STRICTER ? "" : ", ")
                    .append(tendency.inWords())
                    .append(" in ")
                    .append(count(rows, tendency));
        }
        long unseen = rows.stream().filter(row -> row.shown() == null).count();
        return sum + (unseen == 0 ? "; each is shown" : "; " + unseen + " not shown");
    }

    private static long count(List<Row> rows, Tendency tendency) {
        return rows.stream()
                .filter(row -> row.difference().tendency() == tendency)
                .count();
    }

    private ObjectNode json(Side one, Side two, List<Row> rows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("a", json(one));
        json.set("b", json(two));
        ArrayNode differences = json.putArray("differences");
        for (Row row : rows) {
            ObjectNode node = differences
                    .addObject()
                    .put("key", row.difference().key())
                    .put("a", row.difference().first())
                    .put("b", row.difference().second())
                    .put("tendency", row.difference().tendency().inWords())
                    .put("neither", row.difference().neither());
            if (row.shown() == null) {
                node.putNull("shown");
            } else {
                node.putObject("shown")
                        .put("gist", row.shown().gist())
                        .put("a", row.shown().first())
                        .put("b", row.shown().second())
                        .put(
                                "file",
                                scenarios == null
                                        ? null
                                        : scenarios.resolve(fileOf(row)).toString())
                        .put("scenario", row.shown().scenario());
            }
        }
        return json;
    }

    private static ObjectNode json(Side side) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("policy", side.name())
                .put("policy_hash", PolicyHash.of(side.yaml()));
    }
}
