package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.embedded.Ports;
import dev.linewarden.support.ProductionLog;
import dev.linewarden.support.Program;
import dev.linewarden.support.ServeProcess;
import dev.linewarden.support.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who tries it for the first time. */
class DemoIT {

    @Test
    void a_day_in_a_minute_begins_on_a_fresh_broker_without_one_error() {
        try (ProductionLog log = new ProductionLog()) {
            String page = demo("--for", "12", "--speed", "1440");

            assertThat(log.errors()).isEmpty();
            assertThat(firstMinute(page))
                    .as("what the default speed shows in its first minute, ten times as fast")
                    .anyMatch(line -> line.contains("writes to 110 people by hand"))
                    .anyMatch(line -> line.contains("the filter flags line-6: burst"))
                    .anyMatch(line -> line.contains("line-6 is well again"));
            assertThat(page.lines())
                    .as("what the gate says of it, what was deferred, and what was released")
                    .anyMatch(line -> line.contains("the gate: Line line-6 was flagged"))
                    .anyMatch(line -> line.matches(".*approved \\d+ \\([1-9]\\d* after a wait\\).*waiting [1-9].*"));
        }
    }

    @Test
    void what_its_gate_decides_while_days_pass_in_minutes_can_be_proven_as_that_of_any_other(@TempDir Path directory)
            throws Exception {
        int kafka = Ports.free();
        int registry = Ports.free();
        Path page = directory.resolve("page");
        List<String> demo = List.of(
                "demo",
                "--speed",
                "1440",
                "--data-dir",
                directory.resolve("data").toString(),
                "--kafka-port",
                Integer.toString(kafka),
                "--registry-port",
                Integer.toString(registry));
        try (ServeProcess running = ServeProcess.start(demo, page)) {
            Until.holds(() -> read(page).contains("look inside from another terminal"));
            // Where the gate has decided nothing yet, nothing is compared.
            Until.holds(() -> verify(kafka, registry).contains("identity 100 %"));

            assertThat(running.isAlive()).isTrue();
        }
    }

    private static String verify(int kafka, int registry) {
        Program.Result replay = Program.run(
                "replay",
                "--verify",
                "--bootstrap-servers",
                "localhost:" + kafka,
                "--registry",
                "http://localhost:" + registry);
        assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
        return replay.out();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * What the page says until 144 minutes after its first line: a minute at 144 times the speed of life. A second in which a
     * busy machine does nothing is 24 minutes of it: what the gate adds is looked for on the whole page.
     */
    private static List<String> firstMinute(String page) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
        List<String> timed = page.lines()
                .map(String::strip)
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d .*"))
                .toList();
        LocalDateTime end =
                LocalDateTime.parse(timed.get(0).substring(0, 16), format).plusMinutes(144);
        return timed.stream()
                .filter(line ->
                        LocalDateTime.parse(line.substring(0, 16), format).isBefore(end))
                .toList();
    }

    private static String demo(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Program.Result result = Program.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }
}
