package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Gatekeeper;
import dev.linewarden.core.Verdict;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.MemoryRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The decision core alone, on maps: how many decisions a second, and how much each allocates. A pool of two hundred lines
 * and 10,000 recipients; of ten requests six are replies in active conversations, three open conversations and one is
 * refused.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CoreBench {

    private static final int LINES = 200;
    private static final int RECIPIENTS = 10_000;
    private static final int SERVERS = 10;
    private static final String POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            burst: {max: 1000000, max-outreach: 1000000, min-gap: 0s, jitter: 0s}
            follow-ups: {monologue: 1000000}
            dialogue: {mode: off}
            """;

    // Of fixed sizes: a heap that grows is collected whole several times, which is no decision's time.
    private static final String[] HEAP = {"-Xms2g", "-Xmx2g", "-Xmn1200m", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC"};

    private final Gatekeeper gatekeeper = new Gatekeeper(new LibraryFacts());
    private Gate gate = CorePool.gate(new MemoryRows(), CorePool.NOWHERE);
    private MemoryRows rows = new MemoryRows();
    private Policy policy = Policy.DEFAULT;
    private Instant now = Instant.EPOCH;
    private long offset;
    private int next;

    /**
     * A fresh pool for each iteration, so that what one iteration sent does not weigh on the next. Its rows lie as those of a gate that
     * has run for long: collected, and not each among what it took to make it.
     */
    @Setup(Level.Iteration)
    public void fill() throws Exception {
        now = Instant.parse("2026-03-02T18:00:00Z");
        next = 0;
        rows = new MemoryRows();
        gate = CorePool.gate(rows, CorePool.NOWHERE);
        policy = new PolicyYaml().parse(POLICY);
        offset = CorePool.setUp(gate, POLICY, LINES, SERVERS, now);
        for (int i = 0; i < RECIPIENTS; i++) {
            gate.process(
                    new ConversationEvent(
                            "e" + i,
                            CorePool.NAME,
                            "line-" + i % LINES,
                            recipient(i),
                            ConversationEvent.Kind.INBOUND_MESSAGE,
                            now,
                            "hello",
                            null),
                    offset++,
                    now,
                    now);
        }
        System.gc();
    }

    /** Nobody's pool is collected in the time of another's: that is done between iterations. */
    @TearDown(Level.Iteration)
    public void letGo() {
        rows = new MemoryRows();
        gate = CorePool.gate(rows, CorePool.NOWHERE);
    }

    private static String recipient(int number) {
        return "user" + number + "@example.com";
    }

    private OutboundRequest request() {
        int number = next++;
        int kind = number % 10;
        boolean reply = kind < 6;
        String recipient = recipient(reply ? number * 7 % RECIPIENTS : RECIPIENTS + number);
        return new RequestBuilder("r" + number, CorePool.NAME, recipient, "Ready for your update?", now)
                .timeZone("America/New_York")
                .consent(kind == 9 ? null : new OutboundRequest.Consent("form", null))
                .build();
    }

    /** The pure function: what would be decided, with nothing written. */
    @Benchmark
    public Verdict decide() {
        return gatekeeper.decide(rows, request(), null, now, policy);
    }

    /** The whole step: the decision, its changes applied, its record kept. */
    @Benchmark
    public void judge() {
        now = now.plusMillis(10);
        gate.process(request(), offset++, now, now);
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(CoreBench.class.getSimpleName())
                        .include(CampaignBench.class.getSimpleName())
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .addProfiler(GCProfiler.class)
                        .shouldDoGC(true)
                        .jvmArgs(HEAP)
                        .build())
                .run()) {
            String lines = result.getParams().getParam("lines");
            String name = result.getPrimaryResult().getLabel() + (lines == null ? "" : "_" + lines + "_lines");
            double perSecond = result.getPrimaryResult().getScore();
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated == null) {
                throw new IllegalStateException("the profiler measured no allocation");
            }
            double bytes = allocated.getScore();
            json.putObject(name).put("per_second", Math.round(perSecond)).put("bytes_per_decision", Math.round(bytes));
            System.out.printf(Locale.ROOT, "%s %,.0f decisions a second, %,.0f bytes each%n", name, perSecond, bytes);
        }
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
