package dev.linewarden.core.state;

import java.time.Instant;

/**
 * When a line is next looked at, for having sent nothing in a long time. Each line that is not retired has one. It is
 * not moved when the line sends, which happens often, but when it falls due, which happens every few weeks.
 */
public record Watch(String pool, String line, Instant due) implements Row, Due {

    /** The part of the key that all watches share: apart from what waits, which is looked at all the time. */
    public static final String FAMILY = "watch";

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return Keys.of(FAMILY, Keys.ordered(due.toEpochMilli()), Keys.of(pool, line));
    }
}
