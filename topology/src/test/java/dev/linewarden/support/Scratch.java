package dev.linewarden.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Directories for what tests write and throw away: in memory, where the machine has a file system and room for it there. A
 * broker that makes a topic takes a third of the processor there, and waits for no disk. On disk with
 * {@code -Dlinewarden.scratch=disk}, for what writes gigabytes or is measured.
 */
public final class Scratch implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");
    // Containers have 64 MB there unless told otherwise, and all integration tests together write some hundred.
    private static final long ROOM = 2L << 30;

    /** A new one, which whoever asks for it deletes. */
    public static Path directory(String name) throws IOException {
        return isInMemory() ? Files.createTempDirectory(MEMORY, name) : Files.createTempDirectory(name);
    }

    private static boolean isInMemory() throws IOException {
        return !"disk".equals(System.getProperty("linewarden.scratch"))
                && Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
    }

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return directory("junit-");
    }
}
