package dev.linewarden.core.state;

/**
 * A row of a pool's shadow: what the second policy's gate remembers, under a key that no row of the first has. So it lies in the
 * same stores, and what asks for the rows of a pool never meets it.
 *
 * @param pool whose shadow it is
 * @param row the row as the shadow's gate knows it
 */
public record Shadowed(String pool, Row row) implements Row {

    // No name of a pool holds it, and no key begins with it but a shadow's.
    private static final char MARK = '\u0002';

    /** The key under which the row of that key lies. */
    static String key(String pool, String key) {
        return MARK + pool + MARK + key;
    }

    /** The first key of the pool's shadow. */
    public static String start(String pool) {
        return key(pool, "");
    }

    /** The key behind its last. */
    public static String end(String pool) {
        return MARK + pool + (char) (MARK + 1);
    }

    /** The first key that is no shadow's. */
    public static String endOfAll() {
        return String.valueOf((char) (MARK + 1));
    }

    @Override
    public Table table() {
        return row.table();
    }

    @Override
    public String key() {
        return key(pool, row.key());
    }
}
