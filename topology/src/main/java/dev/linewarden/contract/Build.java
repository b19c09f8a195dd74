package dev.linewarden.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The program's version and commit, as the build wrote them down. */
public final class Build {

    private static final String NAME = read();

    private Build() {}

    /** As in {@code 0.2.0+4f2a91c07d3e}; {@code 0.2.0+unknown} when it was built outside a Git repository. */
    public static String name() {
        return NAME;
    }

    private static String read() {
        Properties written = new Properties();
        try (InputStream file = Build.class.getResourceAsStream("build.properties")) {
            written.load(file);
        } catch (IOException broken) {
            throw new UncheckedIOException("the program's own build.properties cannot be read", broken);
        }
        return written.getProperty("version") + "+" + written.getProperty("commit");
    }
}
