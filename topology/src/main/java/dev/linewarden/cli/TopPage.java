package dev.linewarden.cli;

import dev.linewarden.core.Outlook;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool at one moment: its servers by utilisation, its lines with what binds them, and what waits for what. Nothing on it
 * names a recipient.
 */
final class TopPage {

    private static final int BAR = 10;
    private static final int FEWEST_LINES = 3;
    private static final String ALL = "\uffff";

    private final StateView state;
    private final String pool;
    private final Policy policy;
    private final Instant now;
    private final int width;
    private final List<String> page = new ArrayList<>();

    private TopPage(StateView state, String pool, Instant now, int width) throws PolicyException {
        this.state = state;
        this.pool = pool;
        this.policy = GateState.inForce(state, pool).policy();
        this.now = now;
        this.width = width;
    }

    /**
     * The page.
     *
     * @param height how many rows it may have; lines with room left give way to those that are bound
     */
    static List<String> of(StateView state, String pool, Instant now, int width, int height) throws PolicyException {
        TopPage top = new TopPage(state, pool, now, width);
        List<Deferral> waits = top.waits();
        top.title(waits.size());
        top.servers();
        List<String> waiting = top.waiting(waits);
        top.lines(Math.max(
                FEWEST_LINES, height == Integer.MAX_VALUE ? height : height - top.page.size() - waiting.size() - 4));
        top.page.addAll(waiting);
        return top.page.stream().map(line -> Terminal.cut(line, width)).toList();
    }

    private void title(int waiting) {
        List<Line> lines = state.lines(pool);
        String byStatus = lines.stream()
                .collect(Collectors.groupingBy(line -> line.status().name(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        page.add("pool " + pool + "  " + now.truncatedTo(ChronoUnit.SECONDS) + "  policy " + policy.version());
        page.add(String.format("%,d wait", waiting) + "  " + lines.size() + " lines"
                + (byStatus.isEmpty() ? "" : ": " + byStatus));
        page.addAll(Suspending.sentences(state, pool, now));
    }

    private record Load(String server, ServerDay day, double share) {}

    private void servers() {
        int limit = policy.serverQuota().limit();
        long today = Case.dayOf(now, policy.serverQuota().zone());
        Table table = new Table("server", "used", "", "sent", "booked", "left");
        state.lines(pool).stream()
                .map(Line::server)
                .distinct()
                .map(server -> {
                    ServerDay day = state.serverDay(pool, server, today);
                    return new Load(server, day, (double) day.sends() / limit);
                })
                .sorted(Comparator.comparingDouble(Load::share).reversed().thenComparing(Load::server))
                .forEach(load -> table.row(
                        load.server(),
                        Math.round(100 * load.share()) + "%" + marks(load.share()),
                        bar(load.share()),
                        load.day().sends(),
                        load.day().booked().total(),
                        Math.max(
                                0,
                                limit - load.day().sends() - load.day().booked().total())));
        section("servers today", table.lines(width - 2));
    }

    private static String bar(double share) {
        int full = (int) Math.min(BAR, Math.round(share * BAR));
        return "█".repeat(full) + "·".repeat(BAR - full);
    }

    /** A mark for each step of alert-at that is passed, so that no colour is needed. */
    private String marks(double share) {
        int passed = policy.stepsPassed(share);
        return passed == 0 ? "" : " " + "!".repeat(passed);
    }

    private record Standing(
            Line line, Outlook outlook, int users, @Nullable String binds) {}

    private void lines(int most) {
        List<Standing> standings = state.lines(pool).stream()
                .map(this::standing)
                .sorted(Comparator.comparing((Standing standing) -> standing.binds() == null)
                        .thenComparing(standing -> standing.line().line()))
                .toList();
        Table table = new Table("line", "status", "binds now", "next free", "new", "booked", "left", "users", "server");
        standings.stream().limit(most).forEach(standing -> {
            Outlook.Day day = standing.outlook().conversations();
            table.row(
                    standing.line().line(),
                    standing.line().status(),
                    standing.binds() == null ? "-" : standing.binds(),
                    next(standing.outlook().nextFree()),
                    day.used(),
                    day.booked(),
                    day.left() == null ? "any" : day.left(),
                    standing.users(),
                    standing.line().server());
        });
        List<String> rows = new ArrayList<>(table.lines(width - 2));
        if (standings.size() > most) {
            rows.add("and " + (standings.size() - most) + " more: `linewarden lines` shows all");
        }
        section("lines, bound ones first", rows);
    }

    private Standing standing(Line line) {
        Outlook outlook = Outlook.of(state, LineStanding.FACTS, policy, line, now);
        int users = state.residents(pool, line.line()).count();
        return new Standing(line, outlook, users, binds(line, outlook, users));
    }

    /** What keeps the line from writing to somebody new now; null when nothing does. */
    private @Nullable String binds(Line line, Outlook outlook, int users) {
        if (!line.isActive()) {
            return "status";
        }
        if (state.suspensions(pool).of("", now) != null) {
            return "suspension";
        }
        if (outlook.nextFree() != null && !outlook.nextFree().isAfter(now)) {
            return null;
        }
        Integer mostUsers = policy.mostUsers();
        if (mostUsers != null && users >= mostUsers) {
            return "users";
        }
        if (isSpent(outlook.server())) {
            return "server-quota";
        }
        if (isSpent(outlook.conversations())) {
            return "new-conversations";
        }
        boolean nearQuota = outlook.server().limit() != null
                && outlook.server().used() + outlook.server().booked() >= policy.newUsersUpTo();
        return nearQuota ? "assignment" : "burst or dialogue";
    }

    private static boolean isSpent(Outlook.Day day) {
        return day.left() != null && day.left() == 0;
    }

    private List<Deferral> waits() {
        List<Deferral> waits = new ArrayList<>();
        String start = Deferral.key(pool, "");
        for (Row row : state.range(dev.linewarden.core.state.Table.DEFERRALS, start, start + ALL, Integer.MAX_VALUE)) {
            if (row instanceof Deferral deferral) {
                waits.add(deferral);
            }
        }
        return waits;
    }

    private List<String> waiting(List<Deferral> waits) {
        Map<Code, List<Deferral>> byCode = new EnumMap<>(Code.class);
        waits.forEach(wait ->
                byCode.computeIfAbsent(wait.code(), code -> new ArrayList<>()).add(wait));
        Table table = new Table("waits for", "requests", "next", "last");
        byCode.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .forEach(entry -> table.row(
                        entry.getKey(),
                        entry.getValue().size(),
                        next(promised(entry.getValue())
                                .min(Comparator.naturalOrder())
                                .orElse(null)),
                        next(promised(entry.getValue())
                                .max(Comparator.naturalOrder())
                                .orElse(null))));
        List<String> section = new ArrayList<>(List.of("", "what waits"));
        (waits.isEmpty() ? List.of("nothing") : table.lines(width - 2)).forEach(line -> section.add("  " + line));
        return section;
    }

    private static Stream<Instant> promised(List<Deferral> waits) {
        return waits.stream().map(Deferral::promised).filter(Objects::nonNull);
    }

    private String next(@Nullable Instant time) {
        if (time == null) {
            return "-";
        }
        Duration ahead = Duration.between(now, time).truncatedTo(ChronoUnit.SECONDS);
        return ahead.compareTo(Duration.ZERO) > 0
                ? "in " + Durations.inWords(ahead).replaceAll("([0-9]) ([a-z])[a-z]*", "$1$2")
                : "now";
    }

    private void section(String heading, List<String> rows) {
        page.add("");
        page.add(heading);
        rows.forEach(row -> page.add("  " + row));
    }
}
