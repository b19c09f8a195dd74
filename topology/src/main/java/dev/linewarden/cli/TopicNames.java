package dev.linewarden.cli;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The topics of the contract, for shells that complete their names. */
final class TopicNames {

    private static final List<String> INPUTS =
            List.of("outbound-requests", "conversation-events", "lines", "policies", "commands");
    private static final List<String> OTHERS = List.of(
            "journal", "approved", "deferred", "rejected", "alerts", "shadow-decisions", "operations", "dead-letters");

    private TopicNames() {}

    /** What can be published to. */
    static final class Inputs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Stream.of("events"), INPUTS.stream()).iterator();
        }
    }

    /** What can be read. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(OTHERS.stream(), INPUTS.stream()).iterator();
        }
    }
}
