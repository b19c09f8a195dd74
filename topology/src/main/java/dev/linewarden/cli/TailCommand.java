package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.TopicReader;
import dev.linewarden.contract.DeadLetterHeaders;
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
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** JSON lines out of topics. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description =
                "Prints what topics carry, only what was committed: a readable line a record on a terminal, JSON lines"
                        + " where a program reads.",
        footer = {
            "",
            "Examples:",
            "  linewarden tail approved deferred rejected",
            "  linewarden tail rejected --to-end | jq -r .binding_code | sort | uniq -c"
        })
final class TailCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(
            arity = "1..*",
            paramLabel = "TOPIC",
            description = "As in: approved deferred rejected",
            completionCandidates = TopicNames.All.class)
    private List<String> topics;

    @Option(names = "--from-beginning", description = "Everything that is there, not only what comes.")
    private boolean fromBeginning;

    @Option(names = "--to-end", description = "Stop at the present end; implies --from-beginning.")
    private boolean toEnd;

    @Option(names = "--max", paramLabel = "N", description = "Stop after N records.")
    private @Nullable Long max;

    @Option(names = "--metadata", description = "Add topic, partition, offset, timestamp and key.")
    private boolean metadata;

    @Option(names = "--json", description = "JSON lines on a terminal too.")
    private boolean json;

    @Mixin
    private RevealOption reveal;

    @Override
    public Integer call() {
        if (max != null && max < 1) {
            throw Problem.usage("--max must be at least 1");
        }
        TailText text = new TailText(reveal.reveals(spec.commandLine(), null, String.join(",", topics)));
        Cluster cluster = options.cluster();
        RecordDeserializer deserializer = cluster.deserializer();
        PrintWriter out = spec.commandLine().getOut();
        AtomicLong seen = new AtomicLong();
        Predicate<ConsumerRecord<byte[], byte[]>> printer = record -> {
            out.println(line(record, deserializer, text));
            out.flush();
            return max == null || seen.incrementAndGet() < max;
        };
        List<String> names =
                topics.stream().map(name -> cluster.topics().prefix() + name).toList();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.follower()) {
            TopicReader reader = new TopicReader(consumer, names);
            if (toEnd) {
                reader.readToEnd(printer);
            } else {
                reader.follow(fromBeginning, printer);
            }
        }
        return 0;
    }

    private String line(ConsumerRecord<byte[], byte[]> record, RecordDeserializer deserializer, TailText readable) {
        ObjectNode asJson = asJson(record, deserializer);
        if (json || metadata || !Terminal.isInteractive()) {
            return asJson.toString();
        }
        // Dead letters and what cannot be decoded have no record, and say why as JSON.
        boolean hasRecord = record.value() != null
                && record.headers().lastHeader(DeadLetterHeaders.ERROR) == null
                && !"undecodable".equals(asJson.path("type").asText());
        Object value = hasRecord ? deserializer.deserialize(record.topic(), record.value()) : null;
        String text = readable.of(value, asJson, Instant.ofEpochMilli(record.timestamp()));
        return color(Terminal.fit(text), asJson.path("outcome").asText());
    }

    private static String color(String line, String outcome) {
        Style style =
                switch (outcome) {
                    case "APPROVED" -> Style.fg_green;
                    case "DEFERRED" -> Style.fg_yellow;
                    case "REJECTED" -> Style.fg_red;
                    default -> null;
                };
        return style == null ? line : line.replaceFirst(outcome, Terminal.colored(style, outcome));
    }

    private ObjectNode asJson(ConsumerRecord<byte[], byte[]> record, RecordDeserializer deserializer) {
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
