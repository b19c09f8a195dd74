package dev.linewarden.streams;

import dev.linewarden.contract.Inputs;
import dev.linewarden.contract.Inputs.RefusedException;
import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.Output;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Source;
import dev.linewarden.schemas.Tick;
import dev.linewarden.simulate.EventTime;
import dev.linewarden.simulate.ScenarioRun;
import dev.linewarden.simulate.Simulation;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.store.kafka.ReadOnlyStoreView;
import dev.linewarden.support.MemoryRegistry;
import dev.linewarden.support.MockStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The warden alone, on stores in memory: what {@link TopologyStage} plays with all that is around it, in a hundredth of the
 * time.
 */
public final class WardenStage implements ScenarioRun.Stage {

    private static final Topics TOPICS = new Topics("");
    private static final Duration TICK = Duration.ofMillis(1);

    private final MockProcessorContext<Object, Object> context = MockStores.context();
    private final RecordSerializer serializer;
    private final RecordDeserializer deserializer;
    private final Warden warden;
    private final List<TopologyStage.Appended> journal = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Decision> shadowDecisions = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Simulation pilot = new Simulation(new LibraryFacts(), new PolicyYaml(), new Output() {
        @Override
        public void decided(dev.linewarden.core.model.Decision decision) {}

        @Override
        public void alerted(dev.linewarden.core.model.Alert alert) {}
    });
    private Instant clock;

    public WardenStage(Instant start) {
        RegistryClient registry = MemoryRegistry.client();
        serializer = new RecordSerializer(registry);
        deserializer = new RecordDeserializer(registry);
        clock = start;
        context.setCurrentSystemTimeMs(start.toEpochMilli());
        warden = new Warden(new GateTopology.Parts(
                TOPICS,
                () -> new RecordDeserializer(registry),
                () -> new RecordSerializer(registry),
                LibraryFacts::new,
                new PolicyYaml(),
                TICK));
        warden.init(context);
    }

    @Override
    public void passUntil(Instant time) {
        EventTime passing = new EventTime() {
            @Override
            public Instant nextDue() {
                return pilot.nextDue();
            }

            @Override
            public void wake(Instant now) {
                turnClockTo(now);
                pilot.passUntil(now);
            }
        };
        passing.passUntil(time);
        turnClockTo(time);
    }

    private void turnClockTo(Instant time) {
        if (clock.isBefore(time)) {
            clock = time;
            context.setCurrentSystemTimeMs(time.toEpochMilli());
            context.scheduledPunctuators()
                    .forEach(scheduled -> scheduled.getPunctuator().punctuate(time.toEpochMilli()));
            sort();
        }
    }

    @Override
    public void take(Instant at, SpecificRecord event) {
        passUntil(at);
        int offset = journal.size();
        try {
            String pool = Inputs.normalise(event);
            JournalEntry entry = new JournalEntry(pool, at, new Source(TOPICS.inputOf(event), 0, (long) offset), event);
            journal.add(new TopologyStage.Appended(at, entry));
            context.setRecordMetadata(TOPICS.journal(), 0, offset);
            warden.process(new Record<>(
                    pool.getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(TOPICS.journal(), entry),
                    at.toEpochMilli()));
        } catch (RefusedException broken) {
            throw new IllegalArgumentException(broken);
        }
        sort();
        pilot.take(Records.toEvent(event), at);
    }

    private void sort() {
        context.forwarded().forEach(forward -> {
            SpecificRecord record =
                    deserializer.deserialize("", (byte[]) forward.record().value());
            if (forward.childName()
                    .filter(GateTopology.SHADOW_DECISIONS::equals)
                    .isPresent()) {
                shadowDecisions.add((Decision) record);
            } else if (record instanceof Decision decision) {
                decisions.add(decision);
            } else if (record instanceof Alert alert) {
                alerts.add(alert);
            } else {
                ticks.add((Tick) record);
            }
        });
        context.resetForwards();
    }

    @Override
    public List<Decision> decisions() {
        return taken(decisions);
    }

    @Override
    public List<Alert> alerts() {
        return taken(alerts);
    }

    /** What second policies decided since the last call. */
    public List<Decision> shadowDecisions() {
        return taken(shadowDecisions);
    }

    /** The journal since the last call. */
    public List<TopologyStage.Appended> journal() {
        return taken(journal);
    }

    /** The recorded time since the last call. */
    public List<Tick> ticks() {
        return taken(ticks);
    }

    private static <T> List<T> taken(List<T> since) {
        List<T> taken = List.copyOf(since);
        since.clear();
        return taken;
    }

    /** What the gate remembers, as its stores hold it. */
    public MemoryRows rows() {
        MemoryRows rows = new MemoryRows();
        ReadOnlyStoreView stored = new ReadOnlyStoreView(table -> context.getStateStore(table.storeName()));
        for (Table table : Table.values()) {
            stored.forEach(table, rows::put);
        }
        return rows;
    }
}
