package dev.linewarden.cli;

import dev.linewarden.client.Lines;
import dev.linewarden.contract.RecordLines;
import dev.linewarden.schemas.LineUpdate;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The lines as last reported. */
@Command(name = "lines", mixinStandardHelpOptions = true, description = "Lists the lines as last reported.")
final class LinesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, LineUpdate> lines = Lines.latest(options.cluster());
        if (json) {
            lines.values().forEach(line -> out.println(RecordLines.of(line)));
        } else if (lines.isEmpty()) {
            out.println("no lines yet: add one with `linewarden line add LINE --server SERVER`");
        } else {
            Table table = new Table("pool", "line", "server", "status", "since", "note");
            lines.values()
                    .forEach(line -> table.row(
                            line.getPool(),
                            line.getLine(),
                            line.getServer(),
                            line.getStatus(),
                            line.getAt(),
                            line.getNote() == null ? "" : line.getNote()));
            table.lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
