package dev.linewarden.core.state;

/**
 * Sends of a server in one calendar day of the policy's zone: an explicit window key, so that a clock which runs ahead
 * cannot age the count away.
 *
 * @param booked sends of the day that wait for their time
 * @param alerted how many of the policy's utilisation steps have been announced on this day
 */
public record ServerDay(String pool, String server, long epochDay, int sends, Booked booked, int alerted)
        implements Row, Counted {

    /** A day on which nothing is booked. */
    public ServerDay(String pool, String server, long epochDay, int sends, int alerted) {
        this(pool, server, epochDay, sends, Booked.NONE, alerted);
    }

    public static String key(String pool, String server, long epochDay) {
        return key(Keyring.NONE, pool, server, epochDay);
    }

    static String key(Keyring keys, String pool, String server, long epochDay) {
        return keys.of(pool, server, epochDay);
    }

    @Override
    public Table table() {
        return Table.SERVER_DAILY_COUNTS;
    }

    @Override
    public String key() {
        return key(pool, server, epochDay);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool, server, epochDay);
    }

    /** With {@code more} sends (or fewer, when negative); never below zero. */
    public ServerDay plus(int more) {
        return new ServerDay(pool, server, epochDay, Math.max(0, sends + more), booked, alerted);
    }

    public ServerDay withAlerted(int steps) {
        return new ServerDay(pool, server, epochDay, sends, booked, steps);
    }

    /** With {@code more} bookings of that precedence (or fewer, when negative). */
    public ServerDay booking(Precedence precedence, int more) {
        return new ServerDay(pool, server, epochDay, sends, booked.plus(precedence, more), alerted);
    }

    /** What counts as sent for who has the given precedence. */
    @Override
    public int seenBy(Precedence viewer) {
        return sends + booked.seenBy(viewer);
    }
}
