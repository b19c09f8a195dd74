package dev.linewarden.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where this program keeps what it can make again, one directory a user. */
final class CacheDirectory {

    private CacheDirectory() {}

    /** The one that was named, else LINEWARDEN_CACHE, else the user's cache directory. */
    static Path of(@Nullable Path named) {
        if (named != null) {
            return named;
        }
        // A property first: tests cannot set the environment.
        String chosen = System.getProperty("LINEWARDEN_CACHE", System.getenv("LINEWARDEN_CACHE"));
        return chosen == null || chosen.isBlank() ? usual() : Path.of(chosen);
    }

    private static Path usual() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        String local = System.getenv("LOCALAPPDATA");
        if (xdg != null && !xdg.isBlank()) {
            return Path.of(xdg, "linewarden");
        }
        return local != null && !local.isBlank()
                ? Path.of(local, "linewarden")
                : Path.of(System.getProperty("user.home"), ".cache", "linewarden");
    }
}
