package dev.linewarden.simulate;

import dev.linewarden.simulate.Scenario.BrokenScenarioException;
import dev.linewarden.simulate.ScenarioRun.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one scenario file on the decision core.
 *
 * @param sentence what had to hold; the file's name for a file that is no scenario
 * @param failure what did not hold; null when all did
 * @param isBroken whether the file is no scenario at all
 */
public record ScenarioResult(
        Path file, String sentence, Duration took, @Nullable Failure failure, boolean isBroken) {

    /**
     * Runs the scenario.
     *
     * @throws IOException when the file cannot be read
     */
    public static ScenarioResult of(Path file) throws IOException {
        long start = System.nanoTime();
        try {
            Scenario scenario = Scenario.read(file);
            Failure failure = ScenarioRun.play(scenario, new CoreStage());
            return new ScenarioResult(file, scenario.sentence(), since(start), failure, false);
        } catch (BrokenScenarioException broken) {
            Failure failure = new Failure(broken.line(), broken.reason());
            return new ScenarioResult(file, String.valueOf(file.getFileName()), since(start), failure, true);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
