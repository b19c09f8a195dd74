package dev.linewarden.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs verbs of the program, each in a process of its own with a small heap.
 *
 * @param heap the option that bounds it
 * @param cluster the options that name the cluster
 */
record Verbs(String heap, List<String> cluster) {

    private static final long LOOK_EVERY_MS = 100;
    private static final double A_GIGABYTE = 1e6;

    /** How a process ended: its time, and the most memory that it held, heap and all else together. */
    record Took(double seconds, double gigabytes) {}

    /** @throws IllegalStateException when the verb did not end with 0 */
    Took run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.linewarden.cli.Linewarden"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(cluster);
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double gigabytes = 0;
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            gigabytes = Math.max(gigabytes, mostMemory(process.pid()));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + process.exitValue());
        }
        return new Took((System.nanoTime() - began) / 1e9, gigabytes);
    }

    /** The most that the process has held so far, as Linux counts it; 0 elsewhere and once it has ended. */
    private static double mostMemory(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / A_GIGABYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }
}
