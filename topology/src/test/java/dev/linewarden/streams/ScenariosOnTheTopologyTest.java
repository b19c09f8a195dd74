package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.ScenarioRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScenariosOnTheTopologyTest {

    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> every_scenario_holds() throws IOException {
        return Files.walk(SCENARIOS)
                .filter(file -> file.toString().endsWith(".yaml"))
                .sorted()
                .map(file -> DynamicTest.dynamicTest(SCENARIOS.relativize(file).toString(), () -> {
                    Scenario scenario = Scenario.read(file);
                    try (TopologyStage stage = new TopologyStage(scenario.start())) {
                        assertThat(ScenarioRun.play(scenario, stage)).isNull();
                    }
                }));
    }
}
