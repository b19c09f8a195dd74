package dev.linewarden.bench;

import dev.linewarden.client.Cluster;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import dev.linewarden.schemas.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decisions as a gate would have written them over a month, without the gate: of four, one is a deferral, one the approval
 * that ends it, one an approval at once and one a rejection; and a reply to every fourth.
 */
record RecordedDecisions(Cluster cluster) {

    private static final Instant BEGAN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration WAIT = Duration.ofHours(9);
    private static final int LINES = 400;
    private static final int SERVERS = 40;
    private static final int OF_FOUR = 4;
    private static final List<String> RULES = List.of(
            "request",
            "duplicate",
            "schedule",
            "expiry",
            "line",
            "consent",
            "reply",
            "first-message",
            "quiet-hours",
            "contact-card");
    private static final List<String> COUNTING =
            List.of("follow-ups", "assignment", "new-conversations", "server-quota", "dialogue", "burst", "loop");

    /** Publishes the decisions from one number up to another. */
    void publish(int from, int to) {
        try (KafkaProducer<String, SpecificRecord> producer = cluster.producer()) {
            for (int i = from; i < to; i++) {
                Decision decision = decision(i);
                String topic =
                        switch (decision.getOutcome()) {
                            case APPROVED -> cluster.topics().approved();
                            case DEFERRED -> cluster.topics().deferred();
                            case REJECTED -> cluster.topics().rejected();
                        };
                send(producer, topic, decision.getRequest().getRequestId(), decision);
                if (i % OF_FOUR == 0) {
                    send(producer, cluster.topics().journal(), "default", reply(i));
                }
            }
        }
    }

    private static void send(
            KafkaProducer<String, SpecificRecord> producer, String topic, String key, SpecificRecord value) {
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    private static Decision decision(int number) {
        int kind = number % OF_FOUR;
        // A deferral and the approval that ends it are of the same request.
        int request = kind == 1 ? number - 1 : number;
        Instant asked = BEGAN.plus(BETWEEN.multipliedBy(request));
        Decision decision = new Decision();
        decision.setDecisionId("request-" + request + "#" + (kind == 1 ? 2 : 1));
        decision.setRequest(request(request, asked));
        decision.setOutcome(kind == 0 ? Outcome.DEFERRED : kind == 2 ? Outcome.REJECTED : Outcome.APPROVED);
        decision.setBindingCode(kind == 0 ? "QUIET_HOURS" : kind == 2 ? "FOLLOW_UP_LIMIT" : null);
        decision.setNotBefore(kind == 0 ? asked.plus(WAIT) : null);
        decision.setLine("line-" + request % LINES);
        decision.setServer("server-" + request % SERVERS);
        decision.setFindings(findings(number, decision));
        decision.setAttempt(kind == 1 ? 2 : 1);
        decision.setDecidedAt(kind == 1 ? asked.plus(WAIT) : asked);
        decision.setPolicyVersion("default");
        decision.setPolicyHash("44136fa355b3678a");
        decision.setBuild("0.2.0+4f2a91c07d3e");
        decision.setJournalPartition(0);
        decision.setJournalOffset(number);
        return decision;
    }

    private static List<Finding> findings(int number, Decision decision) {
        List<Finding> findings = new ArrayList<>();
        for (String rule : RULES) {
            boolean binds = rule.equals("quiet-hours") && decision.getOutcome() == Outcome.DEFERRED;
            findings.add(finding(rule, binds ? decision : null, null));
        }
        for (String rule : COUNTING) {
            boolean binds = rule.equals("follow-ups") && decision.getOutcome() == Outcome.REJECTED;
            findings.add(finding(rule, binds ? decision : null, Integer.toString(number % 50)));
        }
        return findings;
    }

    private static Finding finding(String rule, @Nullable Decision bound, @Nullable String observed) {
        Effect effect =
                bound == null ? Effect.PASS : bound.getOutcome() == Outcome.DEFERRED ? Effect.DEFER : Effect.REJECT;
        return new Finding(
                rule,
                bound == null ? null : bound.getBindingCode(),
                effect,
                true,
                observed,
                observed == null ? null : "50",
                bound == null ? null : bound.getNotBefore(),
                null);
    }

    private static OutboundRequest request(int number, Instant at) {
        OutboundRequest request = new OutboundRequest();
        request.setRequestId("request-" + number);
        request.setPool("default");
        request.setRecipient(recipient(number));
        request.setText("Ready for your update, number " + number % 1000 + "?");
        request.setAttachments(List.of());
        request.setPriority(Priority.NORMAL);
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setCreatedAt(at);
        request.setLabels(Map.of("campaign", "campaign-" + number % 20));
        return request;
    }

    private static String recipient(int number) {
        return String.format("+1949%07d", number / 2);
    }

    private static JournalEntry reply(int number) {
        Instant at = BEGAN.plus(BETWEEN.multipliedBy(number)).plus(WAIT).plusSeconds(number % 7200);
        return new JournalEntry(
                "default",
                at,
                new Source("conversation-events", 0, (long) number),
                new ConversationEvent(
                        "e" + number,
                        "default",
                        "line-" + number % LINES,
                        recipient(number),
                        ConversationKind.INBOUND_MESSAGE,
                        at,
                        "Yes, tell me more",
                        null));
    }
}
