package dev.linewarden.client;

import dev.linewarden.core.model.Handles;
import dev.linewarden.schemas.LineUpdate;
import java.util.SortedMap;

/** The lines as last reported, and how people reach them. */
public final class Lines {

    private Lines() {}

    /** The last report of each line, by name. */
    public static SortedMap<String, LineUpdate> latest(Cluster cluster) {
        return LatestByKey.read(cluster, cluster.topics().lines(), LineUpdate.class, LineUpdate::getLine);
    }

    /**
     * The line's last report.
     *
     * @throws ClusterException for a line that nobody has reported
     */
    public static LineUpdate report(Cluster cluster, String line) {
        LineUpdate update = latest(cluster).get(line);
        if (update == null) {
            throw new ClusterException(
                    "there is no line " + line + ": see `linewarden lines`, or add it with `line add`");
        }
        return update;
    }

    /**
     * The number (E.164) or e-mail handle that people write to: the line's name unless it was given another.
     *
     * @throws ClusterException when neither is one
     */
    public static String address(LineUpdate update) {
        String line = update.getLine();
        String address = update.getAddress() != null ? update.getAddress() : line;
        if (!Handles.isValid(address)) {
            throw new ClusterException("line " + line + " has no address: say `linewarden line add " + line
                    + " --server " + update.getServer() + " --address +1...` (an E.164 number or an e-mail handle)");
        }
        return address;
    }
}
