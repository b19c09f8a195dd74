package dev.linewarden.core.state;

/** The policy text in force in a pool. It has been parsed before it was stored. */
public record PoolPolicy(String pool, String yaml) implements Row {

    public static String key(String pool) {
        return key(Keyring.NONE, pool);
    }

    static String key(Keyring keys, String pool) {
        return keys.of(pool, "policy");
    }

    @Override
    public Table table() {
        return Table.POOLS;
    }

    @Override
    public String key() {
        return key(pool);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool);
    }
}
