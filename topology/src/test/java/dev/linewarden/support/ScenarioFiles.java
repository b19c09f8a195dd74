package dev.linewarden.support;

import dev.linewarden.core.model.Code;
import dev.linewarden.simulate.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The project's own scenario files, each as a test. */
public final class ScenarioFiles {

    private static final List<Path> FOLDERS =
            List.of(Path.of("src/test/resources/scenarios"), Path.of("../deploy/policies/scenarios"));

    private ScenarioFiles() {}

    /** Plays a scenario and checks what came of it. */
    public interface Check {
        void holds(Scenario scenario) throws Exception;
    }

    public static Stream<DynamicTest> each(Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : all()) {
            tests.add(DynamicTest.dynamicTest(
                    file.getParent().getFileName() + "/" + file.getFileName(), () -> check.holds(Scenario.read(file))));
        }
        return tests.stream();
    }

    /** The scenario of a code, which has its name and goes up to its limit, to it and past it. */
    public static Path of(Code code) {
        String name = code.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml";
        return FOLDERS.get(0).resolve("codes").resolve(name);
    }

    /** Every scenario file, by folder and name. */
    public static List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> found = Files.walk(folder)) {
                found.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
