package dev.linewarden.http;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Where a reader of live events stands, as the id of an event: the next offset of each partition that it has read from. */
final class Position {

    private static final int MOST = 100_000;
    private static final Pattern PART = Pattern.compile("([A-Za-z0-9._-]{1,249})-(\\d{1,9})=(\\d{1,18})");
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Map<TopicPartition, Long> next = new TreeMap<>(ORDER);

    /** The position of an id; nothing of an id that is none of ours. */
    static Position of(String id) {
        Position position = new Position();
        if (id.length() > MOST) {
            return position;
        }
        for (String part : id.split(",", -1)) {
            Matcher read = PART.matcher(part.strip());
            if (!read.matches()) {
                return new Position();
            }
            position.next.put(
                    new TopicPartition(read.group(1), Integer.parseInt(read.group(2))), Long.parseLong(read.group(3)));
        }
        return position;
    }

    /** Moves behind a record. */
    void pass(TopicPartition partition, long offset) {
        next.put(partition, offset + 1);
    }

    /** Where to go on, by partition. */
    Map<TopicPartition, Long> next() {
        return next;
    }

    @Override
    public String toString() {
        return next.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
