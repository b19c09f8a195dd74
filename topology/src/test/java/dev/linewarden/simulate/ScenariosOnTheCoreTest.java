package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.simulate.ScenarioRun.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScenariosOnTheCoreTest {

    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> every_scenario_holds() throws IOException {
        return Files.walk(SCENARIOS)
                .filter(file -> file.toString().endsWith(".yaml"))
                .sorted()
                .map(file -> DynamicTest.dynamicTest(SCENARIOS.relativize(file).toString(), () -> {
                    Failure failure = ScenarioRun.play(Scenario.read(file), new CoreStage());
                    assertThat(failure).isNull();
                }));
    }
}
