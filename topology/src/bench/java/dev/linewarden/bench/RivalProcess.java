package dev.linewarden.bench;

import dev.linewarden.contract.Topics;
import dev.linewarden.streams.GateConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A rival's worker in a process of its own that comes to a point of its third batch, and no further: there it is killed. */
final class RivalProcess {

    private static final int BATCH = 3;
    private static final String THERE = "there";

    private RivalProcess() {}

    /** Runs it to that point and kills it, as a machine that fails does. */
    static void killAt(RivalWorker.Point point, Rival rival, BenchTopics.Named named)
            throws IOException, InterruptedException {
        GateConfig config = named.config();
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RivalProcess.class.getName(),
                        rival instanceof RedisRival ? "redis" : "postgresql",
                        rival.address(),
                        point.name(),
                        config.bootstrapServers(),
                        config.registry(),
                        config.applicationId(),
                        config.topics().prefix()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); !THERE.equals(line); line = lines.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("the worker ended before it was killed");
                }
            }
        }
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /**
     * @param args the store and its address, the point, and the topics
     */
    public static void main(String[] args) throws InterruptedException {
        Rival rival = args[0].equals("redis") ? RedisRival.at(args[1]) : PostgresRival.at(args[1]);
        RivalWorker.Point at = RivalWorker.Point.valueOf(args[2]);
        Topics topics = new Topics(args[6]);
        GateConfig config = new GateConfig(
                args[3],
                args[4],
                args[5],
                topics,
                BenchTopics.PARTITIONS,
                BenchTopics.THREADS,
                0,
                Path.of(""),
                Map.of());
        BenchTopics.Named named = new BenchTopics.Named(topics, new Traffic(args[3], args[4], topics), config);
        AtomicInteger batches = new AtomicInteger();
        RivalWorker.start(named, rival, point -> {
            if (point == at && batches.incrementAndGet() >= BATCH) {
                System.out.println(THERE);
                forEver();
            }
        });
        forEver();
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
