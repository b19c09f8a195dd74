package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.support.ScenarioFiles;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScenariosOnTheCoreTest {

    @TestFactory
    Stream<DynamicTest> every_scenario_holds() throws IOException {
        return ScenarioFiles.each(scenario ->
                assertThat(ScenarioRun.play(scenario, new CoreStage())).isNull());
    }
}
