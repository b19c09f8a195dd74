package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.http.Logins.Role;
import dev.linewarden.support.Program;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

    @TempDir
    private Path directory;

    @Test
    void a_line_lets_its_name_in_with_its_password_alone() throws Exception {
        String line = Logins.line("vera", Role.VIEWER, "correct horse".toCharArray());
        Logins logins = Logins.read("# who may log in\n\n" + line + "\n");

        assertThat(line).doesNotContain("correct horse");
        assertThat(logins.check("vera", "correct horse")).isEqualTo(Role.VIEWER);
        assertThat(logins.check("vera", "correct horse")).isEqualTo(Role.VIEWER);
        assertThat(logins.check("vera", "correct house")).isNull();
        assertThat(Role.OPERATOR.included()).containsExactly("viewer", "operator");
    }

    @Test
    void nobody_elses_name_and_no_part_of_it_lets_anybody_in() throws Exception {
        Logins logins = quick("vera", Role.VIEWER, "correct horse");

        assertThat(logins.check("vera\0correct", "horse")).isNull();
        assertThat(logins.check("olga", "correct horse")).isNull();
        assertThat(logins.check("vera", "correct horse")).isEqualTo(Role.VIEWER);
    }

    @Test
    void a_name_that_nobody_has_is_refused_as_fast_as_a_wrong_password_whatever_the_file_asks_for() throws Exception {
        Logins logins = quick("vera", Role.VIEWER, "correct horse");
        logins.check("vera", "warms up");

        long wrong = nanos(() -> logins.check("vera", "correct house"));
        long nobody = nanos(() -> logins.check("olga", "correct horse"));

        // Six hundred times as long, if it took the rounds of a login of today.
        assertThat(nobody).isLessThan(50 * wrong);
    }

    private static long nanos(Runnable check) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        check.run();
        return threads.getCurrentThreadCpuTime() - before;
    }

    /** A login that is checked in milliseconds. */
    private static Logins quick(String name, Role role, String password) throws Exception {
        return Logins.read(Logins.line(name, role, password.toCharArray(), 1_000));
    }

    @Test
    void what_cannot_be_read_is_named_by_its_line() {
        assertThatThrownBy(() -> Logins.read("\nvera viewer"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("login");
        assertThatThrownBy(() -> Logins.read("vera boss pbkdf2-sha256$1$AA$AA"))
                .hasMessageContaining("viewer, operator");
        assertThatThrownBy(() -> Logins.line("vera", Role.VIEWER, "short".toCharArray()))
                .hasMessageContaining("12 characters");
    }

    @Test
    void a_gate_does_not_start_beyond_this_machine_without_logins() throws Exception {
        var without = Program.run("serve", "--embedded", "--http-host", "0.0.0.0");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("--http-users");
        Path empty = Files.writeString(directory.resolve("users"), "# nobody yet\n");
        assertThat(Program.run("serve", "--http-host", "0.0.0.0", "--http-users", empty.toString())
                        .err())
                .contains("names nobody");
    }

    @Test
    void an_instance_believes_another_for_this_call_alone() {
        Peers ours = new Peers("between us");
        HttpRequest<?> asked = HttpRequest.GET("/lines?pool=a")
                .setAttribute("micronaut.AUTHENTICATION", Authentication.build("vera", Role.VIEWER.included()));
        String said = ours.sign(asked);

        assertThat(ours.callerOf(HttpRequest.GET("/lines?pool=a").header(Peers.PASSED_ON, said))
                        .getName())
                .isEqualTo("vera");
        assertThat(ours.callerOf(HttpRequest.GET("/lines?pool=b").header(Peers.PASSED_ON, said)))
                .isNull();
        assertThat(ours.callerOf(
                        HttpRequest.GET("/lines?pool=a").header(Peers.PASSED_ON, said.replace("viewer", "admin"))))
                .isNull();
        assertThat(new Peers("another")
                        .callerOf(HttpRequest.GET("/lines?pool=a").header(Peers.PASSED_ON, said)))
                .isNull();
        assertThat(new Peers("").callerOf(HttpRequest.GET("/lines?pool=a").header(Peers.PASSED_ON, said)))
                .isNull();
    }

    @Test
    void pages_of_other_sites_change_nothing_and_names_made_to_point_here_read_nothing() {
        BrowserFilter open = new BrowserFilter(Logins.NONE);

        open.check(HttpRequest.POST("/requests", "{}").header("Host", "localhost:8080"));
        open.check(HttpRequest.POST("/requests", "{}")
                .header("Host", "localhost:8080")
                .header("Origin", "http://localhost:8080")
                .header("Sec-Fetch-Site", "same-origin"));
        assertThatThrownBy(() -> open.check(HttpRequest.POST("/requests", "{}")
                        .header("Host", "localhost:8080")
                        .header("Origin", "https://evil.example")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> open.check(HttpRequest.DELETE("/requests/r")
                        .header("Host", "localhost:8080")
                        .header("Sec-Fetch-Site", "cross-site")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> open.check(HttpRequest.GET("/lines").header("Host", "evil.example:8080")))
                .isInstanceOf(Refusal.class);
    }
}
