package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linewarden.client.Lines;
import dev.linewarden.invite.DeepLink;
import dev.linewarden.invite.QrCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** People who write first: the largest single factor. */
@Command(
        name = "invite",
        mixinStandardHelpOptions = true,
        description = "Prints the link, and its QR code, with which people write to a line first.",
        footer = {
            "",
            "Examples:",
            "  linewarden invite line-1 --body \"Hey!\"",
            "  linewarden invite line-1 --png line-1.png"
        })
final class InviteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(paramLabel = "LINE", description = "A line that was added.")
    private String line;

    @Option(names = "--body", paramLabel = "TEXT", description = "What stands in the message, ready to be sent.")
    private @Nullable String body;

    @Option(names = "--png", paramLabel = "FILE", description = "Write the QR code there.")
    private @Nullable Path png;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the QR code there.")
    private @Nullable Path svg;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String link = DeepLink.of(Lines.address(Lines.report(options.cluster(), line)), body);
        QrCode code = QrCode.of(link);
        if (json) {
            out.println(JsonNodeFactory.instance.objectNode().put("line", line).put("link", link));
        } else {
            out.println(link);
            code.lines().forEach(out::println);
        }
        if (png != null) {
            Files.write(png, code.png());
        }
        if (svg != null) {
            Files.writeString(svg, code.svg());
        }
        out.flush();
        return 0;
    }
}
