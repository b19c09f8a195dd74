package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Publisher;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationLog;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does something with a verb, and why, for the operations log. */
final class AuthorOption {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; `linewarden operations` shows it.")
    private @Nullable String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${LINEWARDEN_ACTOR:-${sys:user.name}}",
            description = "Who does it, for the log (default: $$LINEWARDEN_ACTOR or the user of this machine).")
    private String name;

    /** Why, as it was said; null when it was not. */
    @Nullable
    String reason() {
        return reason;
    }

    /**
     * Publishes what a verb does, between two entries of the operations log.
     *
     * @param otherwise the reason when none was given
     * @param work sends what is to be done
     * @throws dev.linewarden.client.ClusterException when the broker does not take it; what the log does not take is not done
     */
    void keep(Cluster cluster, Deed deed, @Nullable String otherwise, Consumer<Publisher> work) {
        Author author = new Author(name, Author.COMMAND_LINE, reason == null ? otherwise : reason);
        try (Publisher publisher = new Publisher(cluster)) {
            String topic = cluster.topics().operations();
            OperationLog log = new OperationLog(operation -> {
                publisher.send(topic, operation.getPool(), operation);
                publisher.flush();
            });
            log.keep(
                    author,
                    deed,
                    () -> {
                        work.accept(publisher);
                        publisher.flush();
                    },
                    "published");
        }
    }
}
