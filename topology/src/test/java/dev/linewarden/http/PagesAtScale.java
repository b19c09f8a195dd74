package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.InABrowser;
import dev.linewarden.support.Until;
import dev.linewarden.support.View;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each view weighs and takes in a pool of 200 lines and 100,000 recipients, at rest and while 50,000 waits end at once. */
@InABrowser
class PagesAtScale {

    private static final int LINES = 200;
    private static final int LINES_OF_A_SERVER = 10;
    private static final int RECIPIENTS = Integer.getInteger("pages.recipients", 100_000);
    private static final int HERD = Integer.getInteger("pages.herd", 50_000);
    private static final int CHUNK = 10_000;
    private static final int ASKED = 15;
    // Of which the least counts: a machine has other things to do.
    private static final int LOADS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final String POLICY = """
            consent: {required: false}
            quiet-hours: {mode: off}
            burst: {min-gap: 0s, jitter: 0s, max: 10000, max-outreach: 10000}
            first-message: {question: off}
            new-conversations: {limit: 100000}
            server-quota: {limit: 1000000}
            dialogue: {mode: off}
            """;
    private static final List<String> VIEWS = List.of(
            "/",
            "/?minutes=1440",
            "/line?line=line-100",
            "/line?line=line-100&minutes=1440",
            "/waiting",
            "/waiting?label=campaign%3Dother",
            "/recipient?recipient=r77@example.com",
            "/story?id=sent-" + RECIPIENTS / 2,
            "/alerts",
            "/operations",
            "/playground?recipient=new@example.com&text=Hi",
            "/gate");

    @TempDir
    private Path directory;

    /** What a view takes: the first time that anybody looks at it, and then. */
    private record Taken(String view, int kilobytes, long first, long serverMedian, long serverMost, long load) {}

    @Test
    void each_view_is_there_within_a_second_and_stays_so_in_a_herd() throws Exception {
        try (Cluster cluster = new Cluster("pages-at-scale");
                HttpGate http = HttpGate.start(cluster, directory.resolve("state"))) {
            fill(cluster, http);
            hold(cluster, http);
            List<Taken> rest = measure(http);
            print("at rest, with " + HERD + " held", rest);

            report(cluster, LineStatus.ACTIVE);
            Until.holds(() -> isSent(http, handle(0)));
            List<Taken> busy = measure(http);
            boolean isOver = isSent(http, last());
            print("while they are released" + (isOver ? ", which was over before the last view" : ""), busy);

            assertThat(rest)
                    .allSatisfy(view -> assertThat(view.load()).as(view.view()).isLessThan(LONGEST.toMillis()));
        }
    }

    private static void fill(Cluster cluster, HttpGate http) {
        cluster.publish(new PolicyUpdate("default", POLICY, Instant.now()));
        report(cluster, LineStatus.ACTIVE);
        Until.holds(() -> http.get("/lines").json().path("lines").size() == LINES);
        for (int recipient = 0; recipient < RECIPIENTS; recipient++) {
            cluster.send(new ConversationEvent(
                    "e" + recipient,
                    "default",
                    "line-" + recipient % LINES,
                    handle(recipient),
                    ConversationKind.INBOUND_MESSAGE,
                    Instant.now(),
                    "Hello",
                    null));
            if (isEndOfChunk(recipient, RECIPIENTS)) {
                String latest = handle(recipient);
                Until.holds(() -> http.get("/recipients/" + latest).status() == 200);
            }
        }
        for (int recipient = RECIPIENTS / 2; recipient < RECIPIENTS; recipient += 5) {
            cluster.send(Cluster.request("sent-" + recipient, handle(recipient), "Hello to you"));
        }
        Until.holds(() -> isSent(http, handle(RECIPIENTS - 5)));
    }

    private static void report(Cluster cluster, LineStatus status) {
        for (int line = 0; line < LINES; line++) {
            cluster.send(LineUpdates.of(
                    "default",
                    "line-" + line,
                    "server-" + line / LINES_OF_A_SERVER,
                    status,
                    null,
                    Instant.now(),
                    null));
        }
    }

    /** Requests that wait for their lines, which come back all at once. */
    private static void hold(Cluster cluster, HttpGate http) {
        report(cluster, LineStatus.PAUSED);
        Until.holds(() -> !http.get("/lines").text().contains("\"ACTIVE\""));
        for (int wait = 0; wait < HERD; wait++) {
            OutboundRequest request = Cluster.request("wait-" + wait, handle(wait), "Now");
            request.setLabels(Map.of("campaign", wait == HERD - 1 ? "other" : "herd"));
            cluster.send(request);
            if (isEndOfChunk(wait, HERD)) {
                String latest = "wait-" + wait + '"';
                String to = handle(wait);
                Until.holds(() -> http.get("/recipients/" + to).text().contains(latest));
            }
        }
    }

    private static String handle(int recipient) {
        return "r" + recipient + "@example.com";
    }

    private static String last() {
        return handle(HERD - 1);
    }

    /** So many at a time, that a busy machine has worked them off before anybody's patience ends. */
    private static boolean isEndOfChunk(int number, int of) {
        return (number + 1) % CHUNK == 0 || number + 1 == of;
    }

    private static boolean isSent(HttpGate http, String handle) {
        return http.get("/recipients/" + handle).json().hasNonNull("last_outbound");
    }

    private static List<Taken> measure(HttpGate http) {
        List<Taken> all = new ArrayList<>();
        for (String view : VIEWS) {
            long first = load(http, view);
            List<Long> times = new ArrayList<>();
            int bytes = 0;
            for (int i = 0; i < ASKED; i++) {
                long began = System.nanoTime();
                bytes = http.get(view, "Accept", "text/html").text().getBytes(StandardCharsets.UTF_8).length;
                times.add((System.nanoTime() - began) / 1_000_000);
            }
            times.sort(null);
            long load = first;
            for (int i = 0; i < LOADS; i++) {
                load = Math.min(load, load(http, view));
            }
            all.add(new Taken(view, bytes / 1024, first, times.get(ASKED / 2), times.get(ASKED - 1), load));
        }
        return all;
    }

    /** From the call to what is to be seen, in milliseconds, in a browser that has seen nothing yet. */
    private static long load(HttpGate http, String view) {
        try (View page = View.of(http.url() + view)) {
            return ((Number) page.page().evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
                    .longValue();
        }
    }

    private static void print(String when, List<Taken> all) {
        System.out.printf(
                Locale.ROOT,
                "pages %s: KB, first load ms, server ms (median, most of %d), load ms (least of %d)%n",
                when,
                ASKED,
                LOADS + 1);
        all.forEach(one -> System.out.printf(
                Locale.ROOT,
                "pages   %-42s %6d %6d %6d %6d %6d%n",
                one.view(),
                one.kilobytes(),
                one.first(),
                one.serverMedian(),
                one.serverMost(),
                one.load()));
    }
}
