package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.TopicReader;
import dev.linewarden.contract.RecordLines;
import dev.linewarden.registry.RecordDeserializer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** JSON lines out of topics. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Prints what topics carry as JSON lines: only what was committed.")
final class TailCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "As in: approved deferred rejected")
    private List<String> topics;

    @Option(names = "--from-beginning", description = "Everything that is there, not only what comes.")
    private boolean fromBeginning;

    @Option(names = "--to-end", description = "Stop at the present end; implies --from-beginning.")
    private boolean toEnd;

    @Option(names = "--max", paramLabel = "N", description = "Stop after N records.")
    private @Nullable Long max;

    @Option(names = "--metadata", description = "Add topic, partition, offset, timestamp and key.")
    private boolean metadata;

    @Option(names = "--json", description = "Accepted as by every reading verb; the output is JSON lines anyhow.")
    void json(boolean given) {
        // Nothing to choose.
    }

    @Override
    public Integer call() {
        if (max != null && max < 1) {
            throw Problem.usage("--max must be at least 1");
        }
        Cluster cluster = options.cluster();
        RecordDeserializer deserializer = cluster.deserializer();
        PrintWriter out = spec.commandLine().getOut();
        AtomicLong seen = new AtomicLong();
        Predicate<ConsumerRecord<byte[], byte[]>> printer = record -> {
            out.println(line(record, deserializer));
            out.flush();
            return max == null || seen.incrementAndGet() < max;
        };
        List<String> names =
                topics.stream().map(name -> cluster.topics().prefix() + name).toList();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            TopicReader reader = new TopicReader(consumer, names);
            if (toEnd) {
                reader.readToEnd(printer);
            } else {
                reader.follow(fromBeginning, printer);
            }
        }
        return 0;
    }

    private ObjectNode line(ConsumerRecord<byte[], byte[]> record, RecordDeserializer deserializer) {
        ObjectNode line = RecordLines.of(record, deserializer);
        if (metadata) {
            line.putObject("metadata")
                    .put("topic", record.topic())
                    .put("partition", record.partition())
                    .put("offset", record.offset())
                    .put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString())
                    .put("key", record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8));
        }
        return line;
    }
}
