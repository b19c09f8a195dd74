package dev.linewarden.bench;

import dev.linewarden.schemas.OutboundRequest;
import java.time.Instant;
import java.util.List;

/**
 * What a user would build instead: a store that keeps counts, asked by a worker that reads requests from Kafka and writes what may be
 * sent. It makes six checks: the server's day, new conversations, bursts, follow-ups, quiet hours and duplicates.
 */
interface Rival extends AutoCloseable {

    /** Its name in the table. */
    String name();

    /** Begins with nothing but recipients who have just written to their line. */
    void begin(List<Known> recipients, Instant now);

    /** A connection for one thread. */
    Judge connect();

    /** Where its store is, for another process. */
    String address();

    /** How many sends its store has counted, over all servers and days. */
    long counted();

    @Override
    void close();

    /** A recipient with its home. */
    record Known(String pool, String recipient, String line, String server) {}

    /**
     * A request, and where it was read: what is delivered again is not taken for a duplicate.
     *
     * @param source topic, partition and offset
     */
    record Asked(OutboundRequest request, String source) {}

    /** Judges batches. */
    interface Judge extends AutoCloseable {

        /**
         * One answer for each request, in their order: the line that sends it, or a code behind a "!".
         *
         * @param quiet whether it is night for the recipient of each
         */
        List<String> judge(List<Asked> batch, List<Boolean> quiet, Instant now);

        @Override
        void close();
    }
}
