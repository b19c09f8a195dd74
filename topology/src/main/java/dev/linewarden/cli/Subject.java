package dev.linewarden.cli;

import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.facts.HandleReader;
import dev.linewarden.hints.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whom or what a question about the state is about. */
record Subject(Kind kind, String pool, String name) {

    /** What there is to ask about. */
    enum Kind {
        LINE,
        SERVER,
        RECIPIENT;

        String prefix() {
            return name().toLowerCase(Locale.ROOT) + ":";
        }
    }

    private static final String LAST = "\uffff";

    /**
     * What the state knows by that name.
     *
     * @param text a name, or one behind {@code line:}, {@code server:} or {@code recipient:}; a handle in any spelling
     * @param pool the only pool to look in; null for all
     * @param reveal whether handles may be said in the error
     * @throws Problem when there is none, or more than one
     */
    static Subject find(StateView state, String text, @Nullable String pool, boolean reveal) {
        Kind only = kindOf(text);
        String name = only == null ? text : text.substring(only.prefix().length());
        List<Subject> found = new ArrayList<>();
        List<String> pools = pools(state, pool);
        for (String each : pools) {
            for (Kind kind : Kind.values()) {
                Subject subject = only == null || only == kind ? known(state, kind, each, name) : null;
                if (subject != null) {
                    found.add(subject);
                }
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty() ? unknown(state, name, only, pools, reveal) : ambiguous(found, text);
    }

    private static @Nullable Kind kindOf(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix())) {
                return kind;
            }
        }
        return null;
    }

    private static List<String> pools(StateView state, @Nullable String only) {
        return state.range(Table.POOLS, "", LAST, Integer.MAX_VALUE).stream()
                .filter(PoolClock.class::isInstance)
                .map(row -> ((PoolClock) row).pool())
                .filter(pool -> only == null || pool.equals(only))
                .toList();
    }

    private static @Nullable Subject known(StateView state, Kind kind, String pool, String name) {
        return switch (kind) {
            case LINE -> state.line(pool, name) == null ? null : new Subject(kind, pool, name);
            case SERVER -> servers(state, pool).contains(name) ? new Subject(kind, pool, name) : null;
            case RECIPIENT -> {
                String read = HandleReader.read(name);
                String handle = read == null ? name : read;
                yield isRecipient(state, pool, handle) ? new Subject(kind, pool, handle) : null;
            }
        };
    }

    /** The servers that lines were reported on, and those that have sent. */
    private static SortedSet<String> servers(StateView state, String pool) {
        SortedSet<String> servers =
                state.lines(pool).stream().map(Line::server).collect(Collectors.toCollection(TreeSet::new));
        for (Row row : state.range(Table.SERVER_DAILY_COUNTS, Keys.start(pool), Keys.end(pool), Integer.MAX_VALUE)) {
            servers.add(((ServerDay) row).server());
        }
        return servers;
    }

    private static boolean isRecipient(StateView state, String pool, String handle) {
        String cause = Deferral.awaitingReply(handle);
        return state.get(Table.RECIPIENTS, Keys.of(pool, handle)) != null
                || state.get(Table.RECIPIENT_FOLLOW_UPS, Keys.of(pool, handle)) != null
                || !state.range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), 1)
                        .isEmpty();
    }

    private static Problem ambiguous(List<Subject> found, String text) {
        boolean isOneKind = found.stream().map(Subject::kind).distinct().count() == 1;
        if (isOneKind) {
            return Problem.usage(
                    text + " is in several pools (" + joined(found, Subject::pool) + "): say which with --pool");
        }
        return Problem.usage(text + " is the name of more than one thing: say "
                + found.stream()
                        .map(subject -> subject.kind().prefix() + text)
                        .distinct()
                        .collect(Collectors.joining(" or ")));
    }

    private static String joined(List<Subject> found, Function<Subject, String> part) {
        return found.stream().map(part).distinct().collect(Collectors.joining(", "));
    }

    private static Problem unknown(
            StateView state, String name, @Nullable Kind only, List<String> pools, boolean reveal) {
        SortedSet<String> candidates = new TreeSet<>();
        for (String pool : pools) {
            if (only == null || only == Kind.LINE) {
                state.lines(pool).forEach(line -> candidates.add(line.line()));
            }
            if (only == null || only == Kind.SERVER) {
                candidates.addAll(servers(state, pool));
            }
            // A near handle is somebody else's: not said to whoever may not see handles.
            if (reveal && only != Kind.LINE && only != Kind.SERVER) {
                state.range(Table.RECIPIENTS, Keys.start(pool), Keys.end(pool), Integer.MAX_VALUE).stream()
                        .filter(Recipient.class::isInstance)
                        .forEach(row -> candidates.add(((Recipient) row).recipient()));
            }
        }
        String nearest = Nearest.of(name, candidates);
        String what = only == null ? "line, server or recipient" : only.name().toLowerCase(Locale.ROOT);
        return Problem.found("the gate knows no " + what + " " + name
                + (nearest == null
                        ? ": see `linewarden lines` for the lines and their servers"
                        : "; did you mean '" + nearest + "'?"));
    }
}
