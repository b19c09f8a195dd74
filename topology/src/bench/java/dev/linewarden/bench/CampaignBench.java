package dev.linewarden.bench;

import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
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
import org.openjdk.jmh.annotations.TearDown;

/** A campaign: strangers who are to be written to in an hour, each of whom is given a line and books its next slot. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CampaignBench {

    private static final String POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            consent: {required: false}
            quiet-hours: {mode: off}
            deferral: {max-wait: 8760h}
            """;
    /** Lines of the pool, ten to a server. */
    @Param({"10", "200", "2000"})
    public int lines;

    private final Instant now = Instant.parse("2026-03-02T18:00:00Z");
    private final Instant later = now.plus(Duration.ofHours(1));
    private Gate gate = newGate();
    private long offset;

    private static Gate newGate() {
        return CorePool.gate(new MemoryRows(), CorePool.NOWHERE);
    }

    /** A fresh pool for each iteration. */
    @Setup(Level.Iteration)
    public void fill() {
        gate = newGate();
        offset = CorePool.setUp(gate, POLICY, lines, lines / 10, now);
    }

    /** Nobody's pool is collected in the time of another's. */
    @TearDown(Level.Iteration)
    public void letGo() {
        gate = newGate();
    }

    @Benchmark
    public void book() {
        long number = offset++;
        gate.process(
                new RequestBuilder(
                                "r" + number,
                                CorePool.NAME,
                                "stranger" + number + "@example.com",
                                "Ready for your update?",
                                now)
                        .priority(Priority.BULK)
                        .notBefore(later)
                        .timeZone("America/New_York")
                        .build(),
                number,
                now,
                now);
    }
}
