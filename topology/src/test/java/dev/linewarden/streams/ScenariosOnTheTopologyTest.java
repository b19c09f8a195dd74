package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.ScenarioRun;
import dev.linewarden.support.ScenarioFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each code once through the whole topology, up to its limit, to it and past it. All other scenarios are played on the core;
 * that both decide alike, whatever comes, is what {@link TopologyMatchesSimulationTest} shows.
 */
class ScenariosOnTheTopologyTest {

    @ParameterizedTest
    @EnumSource(Code.class)
    void the_scenario_of_every_code_holds(Code code) throws Exception {
        Scenario scenario = Scenario.read(ScenarioFiles.of(code));
        try (TopologyStage stage = new TopologyStage(scenario.start())) {
            assertThat(ScenarioRun.play(scenario, stage)).isNull();
        }
    }
}
