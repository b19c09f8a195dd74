package dev.linewarden.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.app.GateHttp;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.embedded.Ports;
import dev.linewarden.http.Logins;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gate that is asked over HTTP. */
public final class HttpGate implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final GateRunner gate;
    private final GateHttp http;

    private HttpGate(GateRunner gate, GateHttp http) {
        this.gate = gate;
        this.http = http;
    }

    /** An answer. */
    public record Answer(int status, String text, java.net.http.HttpHeaders headers) {

        public JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException broken) {
                throw new AssertionError("not JSON: " + text, broken);
            }
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    /** Starts one that runs. */
    public static HttpGate start(Cluster cluster, Path state) throws Exception {
        return start(cluster, state, Logins.NONE, Map.of());
    }

    /** The same with logins and further settings. */
    public static HttpGate start(Cluster cluster, Path state, Logins logins, Map<String, String> settings)
            throws Exception {
        int port = Ports.free();
        Map<String, String> client = new HashMap<>(settings);
        client.put("application.server", "127.0.0.1:" + port);
        GateRunner gate = GateRunner.start(cluster.gateConfig(state, client));
        GateHttp http = GateHttp.start(gate, "127.0.0.1", port, logins);
        assertThat(gate.awaitRunning(PATIENCE)).isTrue();
        return new HttpGate(gate, http);
    }

    /** Starts one that knows a line, {@code line-1} on {@code server-1}, and has adopted the policy. */
    public static HttpGate start(Cluster cluster, Path state, String policy) throws Exception {
        HttpGate started = start(cluster, state);
        cluster.publish(
                new PolicyUpdate("default", policy, Instant.now()),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
        Until.holds(() -> started.get("/lines/line-1").status() == 200
                && started.get("/pools/default/policy")
                        .json()
                        .path("hash")
                        .asText()
                        .equals(PolicyHash.of(policy)));
        return started;
    }

    public String url() {
        return http.url();
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException failed) {
            throw new AssertionError(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
        gate.close();
    }
}
