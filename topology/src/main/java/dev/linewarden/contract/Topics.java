package dev.linewarden.contract;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topics of the contract, under an optional prefix.
 *
 * @param prefix put before every name; may be empty
 */
public record Topics(String prefix) {

    /** Partitions of every topic unless said otherwise. */
    public static final int DEFAULT_PARTITIONS = 12;

    /** The largest value that intake takes: Kafka's own default for a message. */
    public static final int MAX_INPUT_BYTES = 1024 * 1024;

    /** The largest value behind intake: a journal entry or decision holds its request whole, and more. */
    public static final int MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    /** How a topic is kept. */
    public record Spec(
            String name,
            Map<String, String> config,
            @Nullable Class<? extends SpecificRecord> record) {}

    public String outboundRequests() {
        return prefix + "outbound-requests";
    }

    public String conversationEvents() {
        return prefix + "conversation-events";
    }

    public String lines() {
        return prefix + "lines";
    }

    public String policies() {
        return prefix + "policies";
    }

    public String commands() {
        return prefix + "commands";
    }

    public String journal() {
        return prefix + "journal";
    }

    public String approved() {
        return prefix + "approved";
    }

    public String deferred() {
        return prefix + "deferred";
    }

    public String rejected() {
        return prefix + "rejected";
    }

    public String alerts() {
        return prefix + "alerts";
    }

    /** What the second policies of pools would have decided. */
    public String shadowDecisions() {
        return prefix + "shadow-decisions";
    }

    /** Who did what to the gate, and why: no input of it. */
    public String operations() {
        return prefix + "operations";
    }

    /** The gate's time: a partition for each of the journal's. */
    public String ticks() {
        return prefix + "ticks";
    }

    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** What intake reads. */
    public List<String> inputs() {
        return List.of(outboundRequests(), conversationEvents(), lines(), policies(), commands());
    }

    /** Where decisions go. */
    public List<String> decisions() {
        return List.of(approved(), deferred(), rejected());
    }

    /** Every topic with the configuration that the contract asks for. */
    public List<Spec> all() {
        return List.of(
                deleted(outboundRequests(), WEEK, MAX_INPUT_BYTES, OutboundRequest.class),
                deleted(conversationEvents(), MONTH, MAX_INPUT_BYTES, ConversationEvent.class),
                compacted(lines(), LineUpdate.class),
                compacted(policies(), PolicyUpdate.class),
                deleted(commands(), WEEK, MAX_INPUT_BYTES, Command.class),
                timedByTheBroker(deleted(journal(), MONTH, MAX_OUTPUT_BYTES, JournalEntry.class)),
                deleted(approved(), MONTH, MAX_OUTPUT_BYTES, Decision.class),
                deleted(deferred(), MONTH, MAX_OUTPUT_BYTES, Decision.class),
                deleted(rejected(), MONTH, MAX_OUTPUT_BYTES, Decision.class),
                deleted(alerts(), MONTH, MAX_OUTPUT_BYTES, dev.linewarden.schemas.Alert.class),
                deleted(shadowDecisions(), MONTH, MAX_OUTPUT_BYTES, Decision.class),
                deleted(operations(), YEAR, MAX_INPUT_BYTES, Operation.class),
                timedByTheBroker(deleted(ticks(), MONTH, MAX_OUTPUT_BYTES, Tick.class)),
                deleted(deadLetters(), MONTH, MAX_OUTPUT_BYTES, null));
    }

    /** The record that a topic carries, or null for dead letters and unknown names. */
    public @Nullable Class<? extends SpecificRecord> recordOf(String topic) {
        return all().stream()
                .filter(spec -> spec.name().equals(topic))
                .findFirst()
                .map(Spec::record)
                .orElse(null);
    }

    /**
     * The topic that takes an input record.
     *
     * @throws IllegalArgumentException for a record that is no input
     */
    public String inputOf(SpecificRecord record) {
        return all().stream()
                .filter(spec ->
                        inputs().contains(spec.name()) && record.getClass().equals(spec.record()))
                .findFirst()
                .map(Spec::name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no input record: " + record.getSchema().getName()));
    }

    // Clients' clocks must not move limits, and a gate's wrong clock must not keep it from writing: the broker says
    // when a
    // record was appended.
    private static Spec timedByTheBroker(Spec plain) {
        Map<String, String> config = new TreeMap<>(plain.config());
        config.put("message.timestamp.type", "LogAppendTime");
        return new Spec(plain.name(), config, plain.record());
    }

    private static Spec deleted(
            String name, Duration retention, int maxBytes, @Nullable Class<? extends SpecificRecord> type) {
        return new Spec(
                name,
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(retention.toMillis()),
                        "max.message.bytes",
                        Integer.toString(maxBytes + RECORD_OVERHEAD)),
                type);
    }

    private static Spec compacted(String name, Class<? extends SpecificRecord> type) {
        return new Spec(
                name,
                Map.of(
                        "cleanup.policy",
                        "compact",
                        "max.message.bytes",
                        Integer.toString(MAX_INPUT_BYTES + RECORD_OVERHEAD)),
                type);
    }

    // Batch header, key and headers beside the value.
    private static final int RECORD_OVERHEAD = 64 * 1024;
}
