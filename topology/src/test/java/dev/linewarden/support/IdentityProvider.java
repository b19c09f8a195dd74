package dev.linewarden.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real OpenID provider (oidc-provider, by its own package) on this machine; tests are skipped where there is no Node for it. */
public final class IdentityProvider implements AutoCloseable {

    private static final String PACKAGE = "oidc-provider@9.13.3";

    private final Process process;

    private IdentityProvider(Process process) {
        this.process = process;
    }

    /** Fetches it into a folder. */
    public static void install(Path home) throws Exception {
        Files.copy(Path.of("src/test/resources/oidc/provider.mjs"), home.resolve("provider.mjs"));
        boolean isHere = succeeds(home, "node", "-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)")
                && succeeds(home, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE);
        assumeTrue(isHere, "no Node from release 20 on here, or no way to its packages");
    }

    private static boolean succeeds(Path home, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** Starts it for a gate's address, and returns once it answers. */
    public static IdentityProvider start(Path home, int port, String gate) throws IOException {
        Path said = Files.createTempFile(home, "said", ".txt");
        Process process = new ProcessBuilder("node", "provider.mjs", Integer.toString(port), gate)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Until.holds(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the identity provider ended: " + read(said));
            }
            return read(said).contains("listening");
        });
        return new IdentityProvider(process);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
