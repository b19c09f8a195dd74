package dev.linewarden.cli;

import dev.linewarden.core.model.Handles;
import dev.linewarden.schemas.LineUpdate;

/**
 * A line as last reported, and how people reach it.
 *
 * @param address an E.164 number or an e-mail handle
 */
record KnownLine(LineUpdate update, String address) {

    /** The line's last report. */
    static LineUpdate report(ClusterOptions cluster, String line) {
        LineUpdate update = LinesCommand.latest(cluster).get(line);
        if (update == null) {
            throw Problem.found("there is no line " + line + ": see `linewarden lines`, or add it with `line add`");
        }
        return update;
    }

    /** The line and its address, which is its name unless it was given one. */
    static KnownLine find(ClusterOptions cluster, String line) {
        LineUpdate update = report(cluster, line);
        String address = update.getAddress() != null ? update.getAddress() : line;
        if (!Handles.isValid(address)) {
            throw Problem.found("line " + line + " has no address: say `linewarden line add " + line + " --server "
                    + update.getServer() + " --address +1...` (an E.164 number or an e-mail handle)");
        }
        return new KnownLine(update, address);
    }
}
