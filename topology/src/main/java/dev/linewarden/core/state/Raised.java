package dev.linewarden.core.state;

/**
 * The last day on which an alert was raised for a cause; on that day it is not raised again.
 *
 * @param cause what the alert is about, as in {@code no-dialogue/line-1}
 * @param epochDay a calendar day in the zone of the server quota
 */
public record Raised(String pool, String cause, long epochDay) implements Row {

    public static String key(String pool, String cause) {
        return Keys.of(pool, "raised", cause);
    }

    @Override
    public Table table() {
        return Table.POOLS;
    }

    @Override
    public String key() {
        return key(pool, cause);
    }
}
