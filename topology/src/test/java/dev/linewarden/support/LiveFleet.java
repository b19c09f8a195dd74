package dev.linewarden.support;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Utils;

/**
 * A live gate with a small fleet that has something of everything to show, one for all tests of a JVM that look at pages:
 * lines that are active, paused and flagged, requests that were sent, refused, wait and are held. Tests that end a wait begin
 * one of their own.
 */
public final class LiveFleet {

    private static final String POLICY = """
            version: shown
            consent: {required: false}
            quiet-hours: {mode: off}
            burst: {min-gap: 0s, jitter: 0s}
            first-message: {question: off}
            new-conversations: {limit: 50}
            """;

    private static final LiveFleet INSTANCE = start();

    private final Cluster cluster;
    private final HttpGate http;
    private final AtomicInteger sent = new AtomicInteger();

    private LiveFleet(Cluster cluster, HttpGate http) {
        this.cluster = cluster;
        this.http = http;
    }

    public static LiveFleet shared() {
        return INSTANCE;
    }

    private static LiveFleet start() {
        try {
            Path directory = Scratch.directory("live-fleet");
            Cluster cluster = new Cluster("live-fleet");
            HttpGate http = HttpGate.start(cluster, directory.resolve("state"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                http.close();
                try {
                    Utils.delete(directory.toFile());
                } catch (IOException left) {
                    throw new UncheckedIOException(left);
                }
            }));
            LiveFleet fleet = new LiveFleet(cluster, http);
            fleet.fill();
            return fleet;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void fill() {
        cluster.publish(
                new PolicyUpdate("default", POLICY, Instant.now()),
                line("line-1", "server-1", LineStatus.ACTIVE),
                line("line-2", "server-1", LineStatus.FLAGGED),
                line("line-3", "server-2", LineStatus.PAUSED),
                line("line-4", "server-2", LineStatus.ACTIVE));
        Until.holds(() -> http.get("/lines/line-4").status() == 200);
        hears("asks@example.com", "line-1", "Is this you?");
        for (String name : new String[] {"sent", "answered", "another"}) {
            ask(name, name + "@example.com", Map.of());
        }
        refuse("refused");
        wait("waits", Map.of("campaign", "spring", "tenant", "acme"));
        OutboundRequest held = Cluster.request("held", "held@example.com", "And?");
        held.setHoldForReply(true);
        held.setPriority(dev.linewarden.schemas.Priority.HIGH);
        cluster.publish(held);
        Until.holds(() -> http.get("/deferrals").json().path("deferrals").size() >= 2
                && http.get("/requests/sent").status() == 200
                && http.get("/requests/refused").status() == 200);
    }

    private static dev.linewarden.schemas.LineUpdate line(String name, String server, LineStatus status) {
        return LineUpdates.of("default", name, server, status, null, Instant.now(), null);
    }

    /** Where a page is. */
    public String at(String path) {
        return http.url() + path;
    }

    public HttpGate http() {
        return http;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Somebody is written to, so that everything that shows what is decided has something new. */
    public void somethingHappens() {
        int number = sent.incrementAndGet();
        ask("more-" + number, "more-" + number + "@example.com", Map.of());
    }

    /** A request that will be sent in an hour. */
    public void wait(String id, Map<String, String> labels) {
        OutboundRequest request = request(id, id + "@example.com", labels);
        request.setNotBefore(Instant.now().plusSeconds(3600));
        cluster.publish(request);
        Until.holds(() -> http.get("/deferrals").text().contains('"' + id + '"'));
    }

    /** A line is flagged, and the alert is there. */
    public void flag(String line) {
        cluster.publish(line(line, "server-3", LineStatus.FLAGGED));
        Until.holds(() ->
                http.get("/alerts?about=" + line, "Accept", "text/html").text().contains("LINE_FLAGGED"));
    }

    private void refuse(String id) {
        OutboundRequest request = request(id, id + "@example.com", Map.of());
        request.setText("See https://example.com/now");
        cluster.publish(request);
    }

    private void ask(String id, String recipient, Map<String, String> labels) {
        cluster.publish(request(id, recipient, labels));
    }

    private void hears(String recipient, String line, String text) {
        ConversationEvent event = new ConversationEvent();
        event.setEventId(recipient);
        event.setPool("default");
        event.setLine(line);
        event.setRecipient(recipient);
        event.setKind(ConversationKind.INBOUND_MESSAGE);
        event.setAt(Instant.now());
        event.setText(text);
        cluster.publish(event);
    }

    private static OutboundRequest request(String id, String recipient, Map<String, String> labels) {
        OutboundRequest request = Cluster.request(id, recipient, "Shall we talk?");
        request.setLabels(labels);
        return request;
    }
}
