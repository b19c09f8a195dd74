package dev.linewarden.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all: it is written beside its place and moved there in the end. What is no regular
 * file, a pipe or a terminal, is written as it goes.
 */
final class WholeFile implements AutoCloseable {

    private final Path target;
    private final @Nullable Path draft;
    private final Writer writer;

    WholeFile(Path file) throws IOException {
        boolean exists = Files.exists(file);
        target = exists ? file.toRealPath() : file.toAbsolutePath();
        draft = exists && !Files.isRegularFile(target)
                ? null
                : target.resolveSibling(target.getFileName() + ".unfinished");
        writer = Files.newBufferedWriter(draft == null ? target : draft);
    }

    Writer writer() {
        return writer;
    }

    /** Puts what was written in its place. */
    void keep() throws IOException {
        writer.close();
        if (draft != null) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Without {@link #keep}, nothing is left. */
    @Override
    public void close() throws IOException {
        writer.close();
        if (draft != null) {
            Files.deleteIfExists(draft);
        }
    }
}
