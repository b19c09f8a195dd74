package dev.linewarden.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The least that a registry is, over real HTTP, shared by the tests that have no broker. */
public final class MemoryRegistry {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> SCHEMAS = new CopyOnWriteArrayList<>();
    private static final HttpServer SERVER = start();

    private static final RegistryClient CLIENT =
            new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, url())));

    private MemoryRegistry() {}

    public static String url() {
        return "http://localhost:" + SERVER.getAddress().getPort();
    }

    /** A client, whose answers are kept for all: asking anew for each test took longer than most tests. */
    public static RegistryClient client() {
        return CLIENT;
    }

    private static HttpServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    String answer;
                    int status = 200;
                    String path = exchange.getRequestURI().getPath();
                    if (exchange.getRequestMethod().equals("POST")) {
                        JsonNode body = MAPPER.readTree(exchange.getRequestBody());
                        answer = "{\"id\":" + idOf(body.path("schema").asText()) + "}";
                    } else {
                        int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
                        if (id < 1 || id > SCHEMAS.size()) {
                            status = 404;
                            answer = "{\"error_code\":40403}";
                        } else {
                            answer = MAPPER.createObjectNode()
                                    .put("schema", SCHEMAS.get(id - 1))
                                    .toString();
                        }
                    }
                    byte[] bytes = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            });
            server.start();
            return server;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static synchronized int idOf(String schema) {
        if (!SCHEMAS.contains(schema)) {
            SCHEMAS.add(schema);
        }
        return SCHEMAS.indexOf(schema) + 1;
    }
}
