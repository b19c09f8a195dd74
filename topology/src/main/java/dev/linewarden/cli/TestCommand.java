package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.simulate.JUnitReport;
import dev.linewarden.simulate.ScenarioResult;
import dev.linewarden.simulate.ScenarioRun.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Unit tests for a policy. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs scenario files on the decision core. Exit 1 when one does not hold.",
        footer = {
            "",
            "Examples:",
            "  linewarden test scenarios",
            "  linewarden test scenarios --junit target/scenarios.xml"
        })
final class TestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Scenario files, or folders of *.yaml")
    private List<Path> paths;

    @Option(names = "--json", description = "The results as JSON.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results as JUnit XML too, for CI.")
    private @Nullable Path junit;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ScenarioResult> results = new ArrayList<>();
        for (Path file : files()) {
            ScenarioResult result = ScenarioResult.of(file);
            results.add(result);
            if (result.isBroken() && result.failure() != null) {
                out.flush();
                Linewarden.print(
                        spec.commandLine(),
                        file + ", line " + result.failure().line() + ": "
                                + result.failure().message());
            }
            if (!json) {
                print(out, result);
            }
        }
        long failed =
                results.stream().filter(result -> result.failure() != null).count();
        if (json) {
            out.println(toJson(results));
        } else {
            out.println((results.size() - failed) + " passed, " + failed + " failed");
        }
        out.flush();
        if (junit != null) {
            JUnitReport.write(junit, results);
        }
        return failed == 0 ? 0 : Problem.FOUND_WRONG;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw Problem.usage("no such file or folder: " + path);
            }
            try (Stream<Path> found = Files.walk(path)) {
                found.filter(file -> Files.isRegularFile(file)
                                && (file.equals(path) || file.toString().endsWith(".yaml")))
                        .sorted()
                        .forEach(files::add);
            }
        }
        if (files.isEmpty()) {
            throw Problem.usage("no *.yaml under " + paths);
        }
        return files;
    }

    private static void print(PrintWriter out, ScenarioResult result) {
        String name = result.file().getFileName() + "  " + result.sentence();
        Failure failure = result.failure();
        if (failure == null) {
            out.println(Terminal.ansi().string("@|green ok|@      ") + name);
            return;
        }
        if (result.isBroken()) {
            out.println(Terminal.ansi().string("@|red,bold BROKEN|@  ") + name);
            return;
        }
        out.println(Terminal.ansi().string("@|red,bold FAILED|@  ") + name);
        out.println("  " + result.file() + ", line " + failure.line() + ":");
        failure.message().lines().forEach(line -> out.println("    " + colored(line)));
    }

    private static String colored(String line) {
        return line.startsWith("- ")
                ? Terminal.colored(Style.fg_green, line)
                : line.startsWith("+ ") ? Terminal.colored(Style.fg_red, line) : line;
    }

    private static ArrayNode toJson(List<ScenarioResult> results) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (ScenarioResult result : results) {
            ObjectNode node = array.addObject()
                    .put("file", result.file().toString())
                    .put("scenario", result.sentence())
                    .put("passed", result.failure() == null)
                    .put("millis", result.took().toMillis());
            if (result.failure() != null) {
                node.put("line", result.failure().line())
                        .put("message", result.failure().message());
            }
        }
        return array;
    }
}
