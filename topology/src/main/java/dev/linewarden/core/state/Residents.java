package dev.linewarden.core.state;

/**
 * How many recipients a line is home to. Kept by {@link Draft}, which sees every change of a home.
 *
 * @param count never negative
 */
public record Residents(String pool, String line, int count) implements Row {

    public static String key(String pool, String line) {
        return Keys.of(pool, line, "residents");
    }

    @Override
    public Table table() {
        return Table.LINE_ACTIVITY;
    }

    @Override
    public String key() {
        return key(pool, line);
    }

    Residents plus(int more) {
        // Homes that were given before homes were counted may leave.
        return new Residents(pool, line, Math.max(0, count + more));
    }
}
