package dev.linewarden.support;

import dev.linewarden.simulate.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The project's own scenario files, each as a test. */
public final class ScenarioFiles {

    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    private ScenarioFiles() {}

    /** Plays a scenario and checks what came of it. */
    public interface Check {
        void holds(Scenario scenario) throws Exception;
    }

    public static Stream<DynamicTest> each(Check check) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(SCENARIOS)) {
            files = found.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        SCENARIOS.relativize(file).toString(), () -> check.holds(Scenario.read(file))));
    }
}
