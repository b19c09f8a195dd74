package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Progress;
import dev.linewarden.client.RecordReader;
import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.Review;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One hour of a line, built up again from the topics. They are read twice, first for whom the line wrote to in that hour,
 * then for those people's past: so what is kept in memory grows with the hour and not with the topics.
 */
public final class PastHour {

    private final Cluster cluster;
    private final Progress progress;
    private final String pool;
    private final String line;
    private final Instant from;
    private final Instant to;
    private final Set<String> people = new HashSet<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<Approved> approved = new ArrayList<>();
    // The policy as its compacted topic has it: the journal may no longer hold the update.
    private @Nullable PolicyUpdate policy;
    private boolean journalHasPolicy;

    /** A recorded input. */
    private record Heard(Event event, long offset, Instant appended) {}

    /** A recorded approval, and the last entry before it. */
    private record Approved(OutboundRequest request, String line, Instant at, long offset) {
        void addTo(Recording recording) {
            recording.approved(request, line, at);
        }
    }

    /**
     * An hour that has not been read yet.
     *
     * @param to its end
     * @param progress is told of each record
     */
    public PastHour(Cluster cluster, String pool, String line, Instant to, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
        this.pool = pool;
        this.line = line;
        this.from = to.minus(Reviewer.HOUR);
        this.to = to;
    }

    /**
     * What the line did in the hour, as far as journal and approved still hold it.
     *
     * @throws ClusterException when a topic is missing
     */
    public Review review() {
        Topics topics = cluster.topics();
        read("whom it wrote to", List.of(topics.journal(), topics.approved()), line, this::meet);
        read("their past", List.of(topics.policies(), topics.journal(), topics.approved()), pool, this::keep);
        return rebuild().review(pool, line, to);
    }

    /** @param named in every record that is wanted */
    private void read(String task, List<String> topics, String named, Consumer<Recorded> reader) {
        Mention mention = Mention.of(named);
        try (Progress.Task reading = progress.begin(task)) {
            Predicate<ConsumerRecord<byte[], byte[]>> counted = record -> {
                reading.step();
                return mention.test(record);
            };
            RecordReader.read(cluster, topics, counted, (record, value) -> reader.accept(new Recorded(record, value)));
        }
    }

    private record Recorded(ConsumerRecord<byte[], byte[]> record, SpecificRecord value) {
        Instant appended() {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    private void meet(Recorded recorded) {
        if (recorded.value() instanceof Decision decision) {
            if (isOfPool(decision) && line.equals(decision.getLine()) && isWithin(decision.getDecidedAt())) {
                people.add(decision.getRequest().getRecipient());
            }
        } else if (eventOf(recorded) instanceof ConversationEvent event
                && event.kind() == ConversationEvent.Kind.SENT_ELSEWHERE
                && event.line().equals(line)
                && isWithin(recorded.appended())) {
            people.add(event.recipient());
        }
    }

    private void keep(Recorded recorded) {
        if (recorded.value() instanceof dev.linewarden.schemas.PolicyUpdate update) {
            if (update.getPool().equals(pool)) {
                policy = new PolicyUpdate(pool, update.getPolicy(), Instant.EPOCH);
            }
        } else if (recorded.value() instanceof Decision decision) {
            if (isOfPool(decision)
                    && people.contains(decision.getRequest().getRecipient())
                    && !decision.getDecidedAt().isAfter(to)) {
                approved.add(new Approved(
                        Records.toRequest(decision.getRequest()),
                        String.valueOf(decision.getLine()),
                        decision.getDecidedAt(),
                        decision.getJournalOffset()));
            }
        } else {
            Event event = eventOf(recorded);
            journalHasPolicy |= event instanceof PolicyUpdate;
            if (event != null && !recorded.appended().isAfter(to) && counts(event, recorded.appended())) {
                heard.add(new Heard(event, recorded.record().offset(), recorded.appended()));
            }
        }
    }

    private boolean isOfPool(Decision decision) {
        return decision.getRequest().getPool().equals(pool);
    }

    private boolean isWithin(Instant time) {
        return time.isAfter(from) && !time.isAfter(to);
    }

    /** What the pool heard with a journal entry; null for an entry of another. */
    private @Nullable Event eventOf(Recorded recorded) {
        return recorded.value() instanceof JournalEntry entry && entry.getPool().equals(pool)
                ? Records.toEvent((SpecificRecord) entry.getEvent())
                : null;
    }

    private boolean counts(Event event, Instant appended) {
        if (event instanceof ConversationEvent conversation) {
            return people.contains(conversation.recipient())
                    || (conversation.line().equals(line) && isWithin(appended));
        }
        if (event instanceof Command command) {
            return command.recipient() != null && people.contains(command.recipient());
        }
        return event instanceof LineUpdate || event instanceof PolicyUpdate;
    }

    private Recording rebuild() {
        approved.sort(Comparator.comparingLong(Approved::offset).thenComparing(Approved::at));
        Recording recording = new Recording();
        if (policy != null && !journalHasPolicy) {
            recording.heard(policy, -1, Instant.EPOCH);
        }
        int next = 0;
        for (Heard entry : heard) {
            while (next < approved.size() && approved.get(next).offset() < entry.offset()) {
                approved.get(next++).addTo(recording);
            }
            recording.heard(entry.event(), entry.offset(), entry.appended());
        }
        approved.subList(next, approved.size()).forEach(approval -> approval.addTo(recording));
        return recording;
    }
}
