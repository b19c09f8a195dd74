package dev.linewarden.core.state;

/**
 * How many recipients a line is home to, and will be. Kept by {@link Draft}, which sees every change of a home, and by {@link
 * WaitingList}, which also counts under {@link #NO_LINE} who waits for a line.
 *
 * @param count never negative
 * @param booked messages that wait for their time and will make the line the home of their recipient
 */
public record Residents(String pool, String line, int count, Booked booked) implements Row, Counted {

    static final String NO_LINE = "";

    public static Residents none(String pool, String line) {
        return new Residents(pool, line, 0, Booked.NONE);
    }

    public static String key(String pool, String line) {
        return key(Keyring.NONE, pool, line);
    }

    static String key(Keyring keys, String pool, String line) {
        return keys.of(pool, line, "residents");
    }

    @Override
    public Table table() {
        return Table.LINE_ACTIVITY;
    }

    @Override
    public String key() {
        return key(pool, line);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool, line);
    }

    Residents plus(int more) {
        // Homes that were given before homes were counted may leave.
        return new Residents(pool, line, Math.max(0, count + more), booked);
    }

    /** With {@code more} bookings of that precedence (or fewer, when negative). */
    Residents booking(Precedence precedence, int more) {
        return new Residents(pool, line, count, booked.plus(precedence, more));
    }

    /** What counts as recipients of the line for who has the given precedence. */
    @Override
    public int seenBy(Precedence viewer) {
        return count + booked.seenBy(viewer);
    }

    /** All that it is home to, and will be. */
    public int total() {
        return count + booked.total();
    }
}
