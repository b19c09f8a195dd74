package dev.linewarden.core.state;

/**
 * Sends of a server in one calendar day of the policy's zone: an explicit window key, so that a clock which runs ahead
 * cannot age the count away.
 *
 * @param alerted how many of the policy's utilisation steps have been announced on this day
 */
public record ServerDay(String pool, String server, long epochDay, int sends, int alerted) implements Row {

    public static String key(String pool, String server, long epochDay) {
        return Keys.of(pool, server, Keys.ordered(epochDay));
    }

    @Override
    public Table table() {
        return Table.SERVER_DAILY_COUNTS;
    }

    @Override
    public String key() {
        return key(pool, server, epochDay);
    }

    /** With {@code more} sends (or fewer, when negative); never below zero. */
    public ServerDay plus(int more) {
        return new ServerDay(pool, server, epochDay, Math.max(0, sends + more), alerted);
    }

    public ServerDay withAlerted(int steps) {
        return new ServerDay(pool, server, epochDay, sends, steps);
    }
}
