package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationBook;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.operations.OperationLog;
import dev.linewarden.operations.OperationReader;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The operations log of this instance: what callers do is written here, and read from wherever it was written. */
@Singleton
final class OperationDesk {

    private final Postbox postbox;
    private final OperationLog log;
    private final OperationReader reader;

    OperationDesk(Postbox postbox, Cluster cluster) {
        this.postbox = postbox;
        this.log = new OperationLog(postbox::log);
        this.reader = new OperationReader(cluster);
    }

    /** Who asks, and why; pages give the reason in the header of their prompt. */
    static Author author(HttpRequest<?> asked, @Nullable String reason) {
        return new Author(Roles.nameOf(asked), Author.HTTP, reason == null ? prompted(asked) : reason);
    }

    /** What somebody answered to a page's question; characters that no header carries come encoded, which a second one says. */
    private static @Nullable String prompted(HttpRequest<?> asked) {
        String answer = asked.getHeaders().get("HX-Prompt");
        if (answer == null || !"true".equals(asked.getHeaders().get("HX-Prompt-URI-AutoEncoded"))) {
            return answer;
        }
        try {
            // Not of a form: a plus is a plus.
            return URLDecoder.decode(answer.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return answer;
        }
    }

    /**
     * Who asks, of a deed that nobody does without a reason.
     *
     * @throws Refusal 400 without one
     */
    static Author answerable(HttpRequest<?> asked, @Nullable String reason) {
        Author author = author(asked, reason);
        if (author.reason() == null) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "say why: the log keeps it");
        }
        return author;
    }

    /**
     * Does something between two entries of the log.
     *
     * @throws Refusal 503 when the log does not take it: then nothing is done
     */
    <T> T keep(Author author, Deed deed, Supplier<T> work, Function<T, String> result) {
        return log.keep(author, deed, work, result);
    }

    /**
     * Puts a record where it belongs, between two entries of the log.
     *
     * @throws Refusal 503 when the log does not take it, and then nothing is published; or when Kafka does not have the record
     */
    void publish(Author author, Deed deed, SpecificRecord record) {
        publish(author, deed, record, "published");
    }

    /** The same with what is said of it, once it is published. */
    void publish(Author author, Deed deed, SpecificRecord record, String result) {
        log.keep(author, deed, () -> postbox.deliver(List.of(record), Map.of()), result);
    }

    /**
     * Writes down something that is over with that.
     *
     * @throws Refusal 503 when the log does not take it
     */
    void note(Author author, Deed deed, String result) {
        log.note(author, deed, result);
    }

    /**
     * Writes down that handles and texts are shown, which must be before they are.
     *
     * @param subject of what; a handle is masked
     * @throws Refusal 503 when the log does not take it: then nothing is shown
     */
    void revealed(HttpRequest<?> asked, String pool, @Nullable String subject, String what) {
        note(author(asked, null), new Deed(OperationKind.HANDLES_REVEALED, pool, subject, Map.of("of", what)), "shown");
    }

    /**
     * Asks the log, whole.
     *
     * @throws Refusal 503 while it cannot be read
     */
    <T> T ask(Function<OperationBook, T> question) {
        try {
            return reader.ask(question);
        } catch (ClusterException missing) {
            throw Refusal.later(String.valueOf(missing.getMessage()));
        } catch (KafkaException unread) {
            throw Refusal.later("Kafka does not give the operations log: ask again");
        }
    }

    @PreDestroy
    void close() {
        reader.close();
    }
}
