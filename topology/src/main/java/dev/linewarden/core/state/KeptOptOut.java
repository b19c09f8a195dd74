package dev.linewarden.core.state;

/**
 * The opt-out of somebody who was forgotten: all that is left of them.
 *
 * @param pseudonym a keyed hash of the handle
 */
public record KeptOptOut(String pool, String pseudonym) implements Row {

    /** Below all recipients of the pool: no handle is empty. */
    public static String key(String pool, String pseudonym) {
        return Keys.of(pool, "", pseudonym);
    }

    @Override
    public Table table() {
        return Table.RECIPIENTS;
    }

    @Override
    public String key() {
        return key(pool, pseudonym);
    }
}
