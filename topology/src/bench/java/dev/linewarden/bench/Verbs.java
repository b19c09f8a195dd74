package dev.linewarden.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    /**
     * How a process ended.
     *
     * @param cores the seconds of a core that it spent: on a machine that does other things too they say more than its time
     * @param gigabytes the most memory that it held, heap and all else together
     */
    record Took(double seconds, double cores, double gigabytes) {

        ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("seconds", seconds)
                    .put("seconds_of_a_core", cores)
                    .put("gigabytes", gigabytes);
        }
    }

    /** @throws IllegalStateException when the verb did not end with 0 */
    Took run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    /** @param options further ones of the JVM */
    Took run(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), heap, "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.linewarden.cli.Linewarden"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(cluster);
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double gigabytes = 0;
        double cores = 0;
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            gigabytes = Math.max(gigabytes, mostMemory(process.pid()));
            cores = Math.max(cores, cores(process));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + process.exitValue());
        }
        return new Took((System.nanoTime() - began) / 1e9, cores, gigabytes);
    }

    /** What the process has spent so far; 0 once it has ended. */
    private static double cores(Process process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
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
