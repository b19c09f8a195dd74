package dev.linewarden.support;

import dev.linewarden.app.Shutdown;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Pace;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A gate with a time of its own, in a process of its own, which can be killed. */
public final class PacedGate {

    private PacedGate() {}

    /** @param log takes all that the process prints, after what it holds already */
    public static ServeProcess start(Cluster cluster, Path state, Pace pace, File log) throws IOException {
        List<String> arguments = List.of(
                SharedBroker.bootstrapServers(),
                SharedBroker.registryUrl(),
                cluster.topics().prefix(),
                state.toString(),
                pace.began().toString(),
                pace.from().toString(),
                Double.toString(pace.speed()));
        return ServeProcess.start(
                ServeProcess.command(PacedGate.class.getName(), arguments), ProcessBuilder.Redirect.appendTo(log));
    }

    public static void main(String[] args) throws Exception {
        GateConfig config = Cluster.gateConfig(args[0], args[1], new Topics(args[2]), Path.of(args[3]));
        Pace pace = new Pace(Instant.parse(args[4]), Instant.parse(args[5]), Double.parseDouble(args[6]));
        try (Shutdown shutdown = new Shutdown()) {
            shutdown.add(GateRunner.start(config, pace)).awaitEnd();
        }
    }
}
