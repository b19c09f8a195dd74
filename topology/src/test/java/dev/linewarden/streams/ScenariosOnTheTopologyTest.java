package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.simulate.ScenarioRun;
import dev.linewarden.support.ScenarioFiles;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScenariosOnTheTopologyTest {

    @TestFactory
    Stream<DynamicTest> every_scenario_holds() throws IOException {
        return ScenarioFiles.each(scenario -> {
            try (TopologyStage stage = new TopologyStage(scenario.start())) {
                assertThat(ScenarioRun.play(scenario, stage)).isNull();
            }
        });
    }
}
