package dev.linewarden.client;

import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.PolicyUpdate;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which pools there are. */
public final class Pools {

    private Pools() {}

    /** Those that have a line, or were given a policy: what is said of another would be taken, and do nothing. */
    public static NavigableSet<String> known(Cluster cluster) {
        NavigableSet<String> known = new TreeSet<>();
        Lines.latest(cluster).values().stream().map(LineUpdate::getPool).forEach(known::add);
        known.addAll(LatestByKey.read(cluster, cluster.topics().policies(), PolicyUpdate.class, PolicyUpdate::getPool)
                .keySet());
        return known;
    }
}
