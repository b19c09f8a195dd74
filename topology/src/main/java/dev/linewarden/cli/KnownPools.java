package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.LatestByKey;
import dev.linewarden.client.Lines;
import dev.linewarden.hints.Nearest;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.PolicyUpdate;
import java.util.Set;
import java.util.TreeSet;

/** Which pools there are: those that have a line, or were given a policy. */
final class KnownPools {

    private KnownPools() {}

    /** Demands that a pool is there: what is said of one that is not would be taken, and do nothing. */
    static void require(Cluster cluster, String pool) {
        Set<String> known = new TreeSet<>();
        Lines.latest(cluster).values().stream().map(LineUpdate::getPool).forEach(known::add);
        known.addAll(LatestByKey.read(cluster, cluster.topics().policies(), PolicyUpdate.class, PolicyUpdate::getPool)
                .keySet());
        if (!known.contains(pool)) {
            String nearest = Nearest.of(pool, known);
            throw Problem.found("there is no pool " + pool
                    + (nearest == null
                            ? ": it has neither a line nor a policy; see `linewarden lines`"
                            : "; did you mean '" + nearest + "'?"));
        }
    }
}
