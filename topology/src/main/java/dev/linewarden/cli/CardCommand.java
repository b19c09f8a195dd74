package dev.linewarden.cli;

import dev.linewarden.client.Lines;
import dev.linewarden.invite.ContactCard;
import dev.linewarden.schemas.LineUpdate;
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

/** A saved contact is no stranger. */
@Command(
        name = "card",
        mixinStandardHelpOptions = true,
        description = "Prints a line's contact card (.vcf), for recipients to save.",
        footer = {"", "Examples:", "  linewarden card line-1 --out care.vcf"})
final class CardCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(paramLabel = "LINE")
    private String line;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        LineUpdate update = Lines.report(options.cluster(), line);
        String card = ContactCard.of(
                Lines.address(update), update.getDisplayName(), update.getOrganisation(), update.getPhoto());
        PrintWriter out = spec.commandLine().getOut();
        if (file == null) {
            out.print(card);
        } else {
            Files.writeString(file, card);
            out.println("wrote the card of " + line + " to " + file);
        }
        out.flush();
        return 0;
    }
}
