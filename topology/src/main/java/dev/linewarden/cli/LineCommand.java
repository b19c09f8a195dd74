package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.facts.HandleReader;
import dev.linewarden.invite.ContactCard;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adding a line, and telling the gate how it is. */
@Command(
        name = "line",
        mixinStandardHelpOptions = true,
        description = "Adds a line to a pool, changes its status, or moves its recipients to others.",
        subcommands = {LineCommand.Add.class, LineCommand.SetStatus.class, EvacuateCommand.class},
        footer = {
            "",
            "Examples:",
            "  linewarden line add line-1 --server server-1",
            "  linewarden line status line-1 PAUSED --note maintenance"
        })
final class LineCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw Problem.usage(
                "line: say `line add LINE --server SERVER`, `line status LINE STATUS` or `line evacuate LINE`");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a line, ACTIVE.",
            footer = {
                "",
                "Examples:",
                "  linewarden line add line-1 --server server-1",
                "  linewarden line add line-2 --server server-1 --display-name \"Example Care\""
            })
    static final class Add implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Mixin
        private AuthorOption author;

        @Parameters(paramLabel = "LINE", description = "Its name, as requests and decisions give it.")
        private String line;

        @Option(names = "--server", required = true, description = "The server that it runs on.")
        private String server;

        @Option(names = "--pool", defaultValue = "default", description = "Default: default.")
        private String pool;

        @Option(names = "--activated-at", paramLabel = "TIME", description = "Start of its warm-up.")
        private @Nullable String activatedAt;

        @Option(names = "--note", description = "Shown by `lines` beside the status.")
        private @Nullable String note;

        @Option(
                names = "--address",
                paramLabel = "HANDLE",
                description = "The number (E.164) or e-mail handle that recipients see (default: the line's name).")
        private @Nullable String address;

        @Option(names = "--display-name", paramLabel = "NAME", description = "The name on its contact card.")
        private @Nullable String displayName;

        @Option(names = "--organisation", paramLabel = "NAME", description = "The organisation on its contact card.")
        private @Nullable String organisation;

        @Option(
                names = "--photo",
                paramLabel = "FILE",
                description = "The photo on its contact card: a JPEG or PNG of at most 200 kB.")
        private @Nullable Path photo;

        @Override
        public Integer call() throws IOException {
            String handle = address == null ? null : HandleReader.read(address);
            if (address != null && handle == null) {
                throw Problem.usage("--address '" + address + "' is neither an E.164 number such as +19495550100 nor an"
                        + " e-mail handle");
            }
            LineUpdate update = LineUpdates.of(
                    pool,
                    line,
                    server,
                    LineStatus.ACTIVE,
                    TimeOption.read("--activated-at", activatedAt),
                    Instant.now(),
                    note);
            String image = photo == null ? null : photo(photo);
            Cluster cluster = options.cluster();
            LineUpdate known = Lines.latest(cluster).getOrDefault(line, update);
            update.setAddress(handle != null ? handle : known.getAddress());
            update.setDisplayName(displayName != null ? displayName : known.getDisplayName());
            update.setOrganisation(organisation != null ? organisation : known.getOrganisation());
            update.setPhoto(image != null ? image : known.getPhoto());
            Deed deed = new Deed(OperationKind.LINE_ADDED, pool, line, Map.of("server", server));
            author.keep(cluster, deed, note, publisher -> publisher.send(update));
            spec.commandLine().getOut().println("added " + line + " on " + server + " to pool " + pool);
            return 0;
        }

        private static String photo(Path file) throws IOException {
            if (!Files.isReadable(file)) {
                throw Problem.usage("cannot read --photo " + file);
            }
            try {
                return ContactCard.photo(Files.readAllBytes(file));
            } catch (IllegalArgumentException unfit) {
                throw Problem.usage("--photo " + file + ": " + unfit.getMessage());
            }
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Tells the gate how a line is.",
            footer = {
                "",
                "Examples:",
                "  linewarden line status line-1 PAUSED --for 2h --reason \"it is too warm\"",
                "  linewarden line status line-1 ACTIVE --reason \"maintenance is over\""
            })
    static final class SetStatus implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions options;

        @Mixin
        private AuthorOption author;

        @Parameters(index = "0", paramLabel = "LINE", description = "A line that was added.")
        private String line;

        @Parameters(index = "1", paramLabel = "STATUS", description = "${COMPLETION-CANDIDATES}")
        private LineStatus status;

        @Option(names = "--note", description = "Shown by `lines` beside the status.")
        private @Nullable String note;

        @Mixin
        private PauseOption pause;

        @Override
        public Integer call() {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Instant until = pause.end(now, status);
            Cluster cluster = options.cluster();
            LineUpdate known = Lines.report(cluster, line);
            LineUpdate update = until == null
                    ? LineUpdates.changed(known, status, now, note)
                    : LineUpdates.pausedUntil(known, until, now, note);
            Deed deed = new Deed(
                    OperationKind.of(status),
                    known.getPool(),
                    line,
                    until == null ? Map.of() : Map.of("until", until.toString()));
            author.keep(cluster, deed, note, publisher -> publisher.send(update));
            spec.commandLine()
                    .getOut()
                    .println(line + " was " + known.getStatus() + " and is " + status
                            + (until == null ? "" : "; the gate brings it back at " + until));
            return 0;
        }
    }
}
