package dev.linewarden.bench;

import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A campaign: strangers who are to be written to in an hour, each of whom is given a line and books its next slot. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CampaignBench {

    private static final String POOL = "default";
    private static final String POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            consent: {required: false}
            quiet-hours: {mode: off}
            deferral: {max-wait: 8760h}
            """;
    private static final Output NOWHERE = new Output() {
        @Override
        public void decided(Decision decision) {}

        @Override
        public void alerted(Alert alert) {}
    };

    /** Lines of the pool, ten to a server. */
    @Param({"10", "200", "2000"})
    public int lines;

    private final LibraryFacts facts = new LibraryFacts();
    private final Instant now = Instant.parse("2026-03-02T18:00:00Z");
    private final Instant later = now.plus(Duration.ofHours(1));
    private Gate gate = newGate();
    private long offset;

    private Gate newGate() {
        MemoryRows rows = new MemoryRows();
        return new Gate(rows, facts, new PolicyYaml(), Door.onto(rows, NOWHERE), 0, "bench");
    }

    /** A fresh pool for each iteration. */
    @Setup(Level.Iteration)
    public void fill() {
        offset = 0;
        gate = newGate();
        gate.process(new PolicyUpdate(POOL, POLICY, now), offset++, now, now);
        for (int line = 0; line < lines; line++) {
            gate.process(
                    new LineUpdate(
                            POOL, "line-" + line, "server-" + line / 10, LineUpdate.Status.ACTIVE, null, now, null),
                    offset++,
                    now,
                    now);
        }
    }

    @Benchmark
    public void book() {
        long number = offset++;
        gate.process(
                new OutboundRequest(
                        "r" + number,
                        POOL,
                        "stranger" + number + "@example.com",
                        null,
                        "Ready for your update?",
                        List.of(),
                        Priority.BULK,
                        now,
                        later,
                        null,
                        "America/New_York",
                        null,
                        Purpose.CONVERSATIONAL,
                        false,
                        false,
                        Map.of()),
                number,
                now,
                now);
    }
}
