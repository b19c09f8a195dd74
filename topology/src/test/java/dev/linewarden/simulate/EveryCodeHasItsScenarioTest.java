package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.support.ScenarioFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scenario of a code goes up to its limit, to it and past it; so it must show both what gets the code and what does not. */
class EveryCodeHasItsScenarioTest {

    @ParameterizedTest
    @EnumSource(Code.class)
    void every_code_is_given_and_is_not_given_in_the_scenario_of_its_name(Code code) throws Exception {
        List<Decision> decisions = decide(Scenario.read(ScenarioFiles.of(code)));

        assertThat(decisions).anyMatch(decision -> names(decision, code));
        assertThat(decisions)
                .filteredOn(decision -> decision.getOutcome() == Outcome.APPROVED)
                .anyMatch(decision -> !names(decision, code));
    }

    private static boolean names(Decision decision, Code code) {
        return decision.getFindings().stream().map(Finding::getCode).anyMatch(code.name()::equals);
    }

    private static List<Decision> decide(Scenario scenario) {
        List<Decision> decisions = new ArrayList<>();
        CoreStage stage = new CoreStage();
        scenario.setUp().forEach(event -> stage.take(scenario.start(), event));
        for (Scenario.Step step : scenario.steps()) {
            step.inputs().forEach(input -> {
                stage.passUntil(input.at());
                stage.take(input.at(), input.event());
            });
            stage.passUntil(step.at());
            decisions.addAll(stage.decisions());
        }
        return decisions;
    }
}
