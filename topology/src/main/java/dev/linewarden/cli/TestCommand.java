package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.simulate.CoreStage;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.Scenario.BrokenScenarioException;
import dev.linewarden.simulate.ScenarioRun;
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
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Unit tests for a policy. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs scenario files on the decision core. Exit 1 when one does not hold.")
final class TestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Scenario files, or folders of *.yaml")
    private List<Path> paths;

    @Option(names = "--json", description = "The results as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<Path> files = files();
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        int failed = 0;
        for (Path file : files) {
            Scenario scenario = read(file);
            Failure failure = ScenarioRun.play(scenario, new CoreStage());
            failed += failure == null ? 0 : 1;
            results.add(result(scenario, failure));
            if (!json) {
                print(out, scenario, failure);
            }
        }
        if (json) {
            out.println(results);
        } else {
            out.println((files.size() - failed) + " passed, " + failed + " failed");
        }
        out.flush();
        return failed == 0 ? 0 : Problem.FOUND_WRONG;
    }

    private static Scenario read(Path file) throws IOException {
        try {
            return Scenario.read(file);
        } catch (BrokenScenarioException broken) {
            throw Problem.found(String.valueOf(broken.getMessage()));
        }
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

    private static void print(PrintWriter out, Scenario scenario, @Nullable Failure failure) {
        String name = scenario.file().getFileName() + "  " + scenario.sentence();
        if (failure == null) {
            out.println(Ansi.AUTO.string("@|green ok|@    ") + name);
        } else {
            out.println(Ansi.AUTO.string("@|red,bold FAILED|@") + name);
            out.println("  " + scenario.file() + ", line " + failure.line() + ":");
            failure.message().lines().forEach(line -> out.println("    " + line));
        }
    }

    private static ObjectNode result(Scenario scenario, @Nullable Failure failure) {
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("file", scenario.file().toString())
                .put("scenario", scenario.sentence())
                .put("passed", failure == null);
        if (failure != null) {
            result.put("line", failure.line()).put("message", failure.message());
        }
        return result;
    }
}
