package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.support.ProductionLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What somebody sees who tries it for the first time. */
class DemoIT {

    @Test
    void a_day_in_a_minute_begins_on_a_fresh_broker_without_one_error() {
        try (ProductionLog log = new ProductionLog()) {
            String page = demo("--for", "12", "--speed", "1440");

            assertThat(log.errors()).isEmpty();
            assertThat(page).containsPattern("approved [1-9]");
        }
    }

    private static String demo(String... options) {
        PrintStream real = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            String[] arguments = new String[options.length + 1];
            arguments[0] = "demo";
            System.arraycopy(options, 0, arguments, 1, options.length);
            assertThat(Linewarden.run(arguments)).isZero();
        } finally {
            System.setOut(real);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
