package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.store.MemoryRows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A herd on the core alone: strangers who are asked for by night and all wait for eight o'clock, over two hundred lines. What a
 * request costs from its arrival to its send, in judgements, time of a core and memory.
 */
public final class HerdBench {

    private static final int LINES = 200;
    private static final int REQUESTS = 200_000;
    private static final Instant NIGHT = Instant.parse("2026-03-02T02:00:00Z");
    private static final String POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            consent: {required: false}
            quiet-hours: {zone: UTC}
            dialogue: {mode: off}
            """;

    private HerdBench() {}

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws IOException {
        run(REQUESTS / 10);
        ObjectNode json = run(REQUESTS);
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    private static ObjectNode run(int requests) {
        Count count = new Count();
        Gate gate = CorePool.gate(new MemoryRows(), count);
        long offset = CorePool.setUp(gate, POLICY, LINES, LINES / 10, NIGHT);
        gate.drain(NIGHT, Integer.MAX_VALUE);
        long began = busy();
        for (int i = 0; i < requests; i++) {
            Instant now = NIGHT.plus(Duration.ofMillis(50L * i));
            gate.process(request(i, now), offset + i, now, now);
        }
        long booked = busy();
        long memory = usedMemory();
        long released = busy();
        for (Instant due = gate.nextDue(); due != null && count.approved < requests; due = gate.nextDue()) {
            gate.drain(due, Integer.MAX_VALUE);
        }
        double booking = (booked - began) / 1e9;
        double release = (busy() - released) / 1e9;
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("requests", requests)
                .put("judgements_per_request", (double) count.decided / requests)
                .put("per_second", Math.round(requests / (booking + release)))
                .put("booked_per_second", Math.round(requests / booking))
                .put("released_per_second", Math.round(requests / release))
                .put("megabytes_waiting", memory >> 20);
        System.out.printf(
                Locale.ROOT,
                "a herd of %,d: %,d requests a second of a core (booked %,d, released %,d), %.2f judgements each, %,d MB while they"
                        + " wait%n",
                requests,
                json.get("per_second").asLong(),
                json.get("booked_per_second").asLong(),
                json.get("released_per_second").asLong(),
                json.get("judgements_per_request").asDouble(),
                memory >> 20);
        return json;
    }

    private static OutboundRequest request(int number, Instant now) {
        return new RequestBuilder(
                        "r" + number,
                        CorePool.NAME,
                        "stranger" + number + "@example.com",
                        "Ready for your update?",
                        now)
                .build();
    }

    /** Nanoseconds for which this thread had a core: what else runs on the machine does not count. */
    private static long busy() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static final class Count implements Output {
        private long decided;
        private long approved;

        @Override
        public void decided(Decision decision) {
            decided++;
            approved += decision.outcome() == Outcome.APPROVED ? 1 : 0;
        }

        @Override
        public void alerted(Alert alert) {}
    }
}
