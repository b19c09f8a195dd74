package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Pools;
import dev.linewarden.hints.Nearest;
import java.util.Set;

/** A pool that a verb names. */
final class KnownPools {

    private KnownPools() {}

    /** Demands that a pool is there: what is said of one that is not would be taken, and do nothing. */
    static void require(Cluster cluster, String pool) {
        Set<String> known = Pools.known(cluster);
        if (!known.contains(pool)) {
            String nearest = Nearest.of(pool, known);
            throw Problem.found("there is no pool " + pool
                    + (nearest == null
                            ? ": it has neither a line nor a policy; see `linewarden lines`"
                            : "; did you mean '" + nearest + "'?"));
        }
    }
}
