package dev.linewarden.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * All rows of one pool, a few at a time: the stretches of the tables in which they lie. Where rows of other pools lie among them
 * those are passed over, and so is what the pool's shadow is kept in.
 */
public final class PoolRows {

    /** Rows that lie together, in some tables with those of other pools among them. */
    private record Section(Table table, String from, String to) {}

    /**
     * Some rows.
     *
     * @param next where to go on
     * @param isLast whether there are no more
     */
    public record Batch(List<Row> rows, ShadowRun.Cursor next, boolean isLast) {}

    private PoolRows() {}

    private static List<Section> sections(String pool) {
        List<Section> sections = new ArrayList<>();
        for (Table table : Table.values()) {
            if (table == Table.DEFERRALS) {
                sections.add(of(table, Deferral.key(pool, "")));
                sections.add(of(table, Waiter.startOfAll(pool)));
                sections.add(new Section(table, Keysets.DUE_START, Keysets.DUE_END));
                sections.add(new Section(table, Keysets.WATCH_START, Keysets.WATCH_END));
            } else {
                sections.add(of(table, Keys.start(pool)));
            }
        }
        return sections;
    }

    /** What begins with that, which ends in a separator. */
    private static Section of(Table table, String start) {
        return new Section(table, start, Keys.end(start.substring(0, start.length() - 1)));
    }

    /** The rows from there on, of at most {@code limit} that are looked at. */
    public static Batch next(StateView rows, String pool, ShadowRun.Cursor from, int limit) {
        return walk(rows, sections(pool), from, limit, row -> isOf(pool, row));
    }

    private static boolean isOf(String pool, Row row) {
        return !(row instanceof ShadowRun) && pool.equals(Keys.poolOf(row.table(), row.key()));
    }

    /** The rows of the pool's shadow from there on. */
    public static Batch nextOfShadow(StateView rows, String pool, ShadowRun.Cursor from, int limit) {
        List<Section> sections = new ArrayList<>();
        for (Table table : Table.values()) {
            sections.add(new Section(table, Shadowed.start(pool), Shadowed.end(pool)));
        }
        return walk(rows, sections, from, limit, row -> true);
    }

    private static Batch walk(
            StateView rows, List<Section> sections, ShadowRun.Cursor from, int limit, Predicate<Row> wanted) {
        List<Row> found = new ArrayList<>();
        ShadowRun.Cursor at = from;
        int left = limit;
        while (left > 0 && at.section() < sections.size()) {
            Section section = sections.get(at.section());
            List<Row> seen =
                    rows.range(section.table(), at.key().isEmpty() ? section.from() : at.key(), section.to(), left);
            seen.stream().filter(wanted).forEach(found::add);
            at = seen.size() < left
                    ? new ShadowRun.Cursor(at.section() + 1, "")
                    : new ShadowRun.Cursor(
                            at.section(), seen.get(seen.size() - 1).key() + '\0');
            left -= seen.size();
        }
        return new Batch(found, at, at.section() == sections.size());
    }
}
