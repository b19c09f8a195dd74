package dev.linewarden.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The policies that are shipped ready-made. */
public final class PolicyFiles {

    public static final Path FOLDER = Path.of("../deploy/policies");

    private PolicyFiles() {}

    public static List<Path> readyMade() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
