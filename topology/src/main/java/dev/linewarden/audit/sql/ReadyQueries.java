package dev.linewarden.audit.sql;

import java.util.List;

/** Queries that most analyses begin with: a file each beside this class, its first line says what it answers. */
public final class ReadyQueries {

    private static final List<String> NAMES = List.of(
            "verdicts",
            "verdicts-by-label",
            "wait-by-cause",
            "waiting-now",
            "promises-kept",
            "reply-rate-by-opener",
            "follow-ups-answered",
            "cohort-by-line",
            "opt-outs-after",
            "server-days",
            "hours-of-day",
            "closest-calls",
            "policies-at-work",
            "alerts-by-day");

    private ReadyQueries() {}

    /** Their names, in the order in which they are best read. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The query, with its comment.
     *
     * @param name one of {@link #names}
     */
    public static String text(String name) {
        return Warehouse.resource("queries/" + name + ".sql");
    }

    /** What it answers. */
    public static String purpose(String name) {
        return text(name).lines().findFirst().orElse("").replaceFirst("^-- ", "");
    }
}
