package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.embedded.Ports;
import dev.linewarden.support.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is said to somebody whose cluster is not where it should be. */
@Execution(ExecutionMode.CONCURRENT)
class UnreachableClusterIT {

    private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private record Ended(String verb, Program.Result result, Duration after) {}

    @Test
    void a_port_where_nobody_listens_is_named_within_ten_seconds_by_every_verb() throws Exception {
        everyVerbNames("localhost:" + Ports.free());
    }

    @Test
    void a_broker_that_takes_the_call_and_says_nothing_is_named_just_as_soon() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            everyVerbNames("localhost:" + silent.getLocalPort());
        }
    }

    @Test
    void a_host_that_nobody_knows_is_named_with_what_to_do() {
        Program.Result lines = run("lines", "--bootstrap-servers", "no-such-host.invalid:9092");

        assertThat(lines.exitCode()).isEqualTo(1);
        assertThat(lines.err())
                .hasLineCount(1)
                .contains("no-such-host.invalid:9092")
                .contains("--bootstrap-servers takes HOST:PORT");
    }

    @Test
    void what_is_no_address_at_all_is_named_with_what_to_do() {
        assertThat(said("topics", "check", "--bootstrap-servers", "nonsense"))
                .contains("nonsense")
                .contains("--bootstrap-servers takes HOST:PORT");
        assertThat(said("lines", "--registry", "nonsense"))
                .contains("'nonsense'")
                .contains("http://localhost:8081");
        assertThat(said("tail", "approved", "--registry", "http://"))
                .contains("'http:'")
                .contains("http://localhost:8081");
    }

    /** The one line that a verb ends with. */
    private static String said(String... arguments) {
        Program.Result result = run(arguments);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1);
        return result.err();
    }

    private void everyVerbNames(String address) throws Exception {
        List<Ended> ended = runAll(verbs(), address);

        assertThat(ended).allSatisfy(verb -> {
            assertThat(verb.result().exitCode()).as(verb.verb()).isEqualTo(1);
            assertThat(verb.result().err())
                    .as(verb.verb())
                    .hasLineCount(1)
                    .contains("no broker answers at " + address + ": is it running");
            assertThat(verb.after()).as(verb.verb()).isLessThan(TOLD_WITHIN);
        });
    }

    /** All at once: each waits, and none has much to do meanwhile. */
    private static List<Ended> runAll(List<List<String>> verbs, String address) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(verbs.size());
        try {
            List<Future<Ended>> running = new ArrayList<>();
            for (List<String> verb : verbs) {
                List<String> arguments = new ArrayList<>(verb);
                arguments.addAll(List.of("--bootstrap-servers", address, "--registry", "http://localhost:1"));
                running.add(threads.submit(() -> {
                    long start = System.nanoTime();
                    Program.Result result = run(arguments.toArray(String[]::new));
                    return new Ended(verb.get(0), result, Duration.ofNanos(System.nanoTime() - start));
                }));
            }
            List<Ended> ended = new ArrayList<>();
            for (Future<Ended> one : running) {
                ended.add(one.get());
            }
            return ended;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<List<String>> verbs() throws IOException {
        String policy = Files.writeString(directory.resolve("policy.yaml"), "version: x\n")
                .toString();
        String lines = Files.writeString(
                        directory.resolve("lines.jsonl"),
                        "{\"line\": \"line-1\", \"server\": \"server-1\", \"status\": \"ACTIVE\"}\n")
                .toString();
        String data = directory.resolve("data").toString();
        return List.of(
                List.of("serve", "--data-dir", data, "--http-port", Integer.toString(Ports.free())),
                List.of("topics", "create"),
                List.of("topics", "check"),
                List.of("lines"),
                List.of("tail", "approved"),
                List.of("line", "status", "line-1", "ACTIVE"),
                List.of("line", "evacuate", "line-1"),
                List.of("policy", "show", "default"),
                List.of("review", "line-1"),
                List.of("invite", "line-1"),
                List.of("card", "line-1"),
                List.of("policy", "apply", "default", policy),
                List.of("publish", "lines", lines));
    }
}
