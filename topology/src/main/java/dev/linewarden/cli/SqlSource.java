package dev.linewarden.cli;

import dev.linewarden.audit.sql.SqlTables;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where tables come from: a cluster's topics through a cache, or files. */
final class SqlSource {

    @Mixin
    private ClusterOptions options;

    @Mixin
    private RevealOption reveal;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where what was read of the topics is kept, so that the next time only what is new is read"
                    + " (default: $$LINEWARDEN_CACHE or linewarden in the user's cache directory).")
    private @Nullable Path cache;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "Instead of a cluster: decisions and alerts as `simulate --out` writes them.")
    private @Nullable Path decisions;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "With --decisions: the events, for conversations, lines and policies.")
    private @Nullable Path events;

    /** The tables, and whether they hold handles and texts. */
    record Opened(SqlTables tables, boolean reveals) {}

    /**
     * The tables as they are now.
     *
     * @param what is asked of them, for the log of reveals
     */
    Opened open(CommandLine command, String what) {
        if (decisions == null && events != null) {
            throw Problem.usage("--events goes with --decisions FILE");
        }
        readable("--decisions", decisions);
        readable("--events", events);
        boolean reveals = reveal.reveals(command, cache, what);
        SqlTables tables = decisions != null
                ? SqlTables.of(decisions, events, reveals)
                : SqlTables.of(
                        options.cluster(),
                        CacheDirectory.of(cache),
                        reveals,
                        Terminal::progress,
                        line -> Linewarden.print(command, line));
        return new Opened(tables, reveals);
    }

    private static void readable(String option, @Nullable Path file) {
        if (file != null) {
            Problem.requireReadable(option + " ", file);
        }
    }
}
