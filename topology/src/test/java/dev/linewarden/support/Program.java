package dev.linewarden.support;

import dev.linewarden.cli.Linewarden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The program, run in this JVM. */
public final class Program {

    private Program() {}

    /**
     * How a command ended.
     *
     * @param out what it printed on standard output
     * @param err on standard error
     */
    public record Result(int exitCode, String out, String err) {}

    public static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Linewarden.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** The same, on the cluster. */
    public static Result run(Cluster cluster, String... arguments) {
        return run(on(cluster, arguments).toArray(String[]::new));
    }

    /** The command with the options that name the cluster. */
    public static List<String> on(Cluster cluster, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--bootstrap-servers", SharedBroker.bootstrapServers(),
                "--registry", SharedBroker.registryUrl(),
                "--topic-prefix", cluster.topics().prefix()));
        return all;
    }
}
