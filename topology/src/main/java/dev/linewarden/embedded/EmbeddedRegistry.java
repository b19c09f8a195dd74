package dev.linewarden.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry in this process, of Confluent's HTTP API as far as serializers and this project use it: register, look
 * up, read. New versions must be FULL_TRANSITIVE-compatible. Keeps its schemas in the compacted topic {@code _schemas}.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int MAX_BODY = 1024 * 1024;
    private static final String COMPATIBILITY = "FULL_TRANSITIVE";

    static {
        // An answer leaves in two parts, and the second would wait until the client has acknowledged the first, 40 ms.
        // The JDK's server reads this once, before its first connection.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer http;
    private final ExecutorService threads;
    private final SchemaLog log;
    private final List<Version> versions;

    private record Version(String subject, int version, int id, String text, JsonNode references, Schema schema) {}

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final int code;

        Refusal(int status, int code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private EmbeddedRegistry(HttpServer http, ExecutorService threads, SchemaLog log, List<Version> versions) {
        this.http = http;
        this.threads = threads;
        this.log = log;
        this.versions = versions;
    }

    /** Starts a registry on the loopback interface. */
    public static EmbeddedRegistry start(String bootstrapServers, int port) throws IOException, InterruptedException {
        List<Version> versions = new ArrayList<>();
        SchemaLog log = SchemaLog.open(bootstrapServers, (key, value) -> {
            if (key.path("keytype").asText().equals("SCHEMA")) {
                restore(versions, value);
            }
        });
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "registry");
            thread.setDaemon(true);
            return thread;
        });
        EmbeddedRegistry registry = new EmbeddedRegistry(http, threads, log, versions);
        http.setExecutor(threads);
        http.createContext("/", registry::handle);
        http.start();
        return registry;
    }

    public String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    private static void restore(List<Version> versions, JsonNode value) {
        versions.add(new Version(
                value.path("subject").asText(),
                value.path("version").asInt(),
                value.path("id").asInt(),
                value.path("schema").asText(),
                value.path("references"),
                parse(versions, value.path("schema").asText(), value.path("references"))));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode answer;
            int status = 200;
            try {
                answer = answer(exchange);
            } catch (Refusal refusal) {
                status = refusal.status;
                answer = MAPPER.createObjectNode()
                        .put("error_code", refusal.code)
                        .put("message", refusal.getMessage());
            }
            byte[] body = MAPPER.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private synchronized JsonNode answer(HttpExchange exchange) throws IOException, Refusal {
        List<String> path = new ArrayList<>();
        for (String part : exchange.getRequestURI().getRawPath().substring(1).split("/", -1)) {
            path.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
        }
        String route = exchange.getRequestMethod() + " " + path.get(0) + "/" + path.size();
        return switch (route) {
            case "GET schemas/3" -> schemaById(path.get(2));
            case "GET subjects/1" -> subjects();
            case "POST subjects/2" -> describe(lookUp(path.get(1), body(exchange)));
            case "GET subjects/3" -> versionNumbers(path.get(1));
            case "POST subjects/3" ->
                MAPPER.createObjectNode()
                        .put("id", register(path.get(1), body(exchange)).id());
            case "GET subjects/4" -> describe(version(path.get(1), path.get(3)));
            case "GET config/1", "GET config/2" -> MAPPER.createObjectNode().put("compatibilityLevel", COMPATIBILITY);
            case "GET /1" -> MAPPER.createObjectNode();
            default -> throw new Refusal(404, 404, "HTTP 404 Not Found");
        };
    }

    private static JsonNode body(HttpExchange exchange) throws IOException, Refusal {
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new Refusal(413, 413, "the body is over " + MAX_BODY + " bytes");
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException noJson) {
            throw new Refusal(400, 400, "the body is not JSON");
        }
    }

    private JsonNode schemaById(String id) throws Refusal {
        for (Version version : versions) {
            if (Integer.toString(version.id()).equals(id)) {
                ObjectNode answer = MAPPER.createObjectNode().put("schema", version.text());
                if (version.references().size() > 0) {
                    answer.set("references", version.references());
                }
                return answer;
            }
        }
        throw new Refusal(404, 40403, "Schema " + id + " not found");
    }

    private JsonNode subjects() {
        ArrayNode names = MAPPER.createArrayNode();
        versions.stream().map(Version::subject).distinct().sorted().forEach(names::add);
        return names;
    }

    private JsonNode versionNumbers(String subject) throws Refusal {
        ArrayNode numbers = MAPPER.createArrayNode();
        of(subject).forEach(version -> numbers.add(version.version()));
        if (numbers.isEmpty()) {
            throw subjectNotFound(subject);
        }
        return numbers;
    }

    private Version version(String subject, String number) throws Refusal {
        List<Version> all = of(subject);
        if (all.isEmpty()) {
            throw subjectNotFound(subject);
        }
        if (number.equals("latest")) {
            return all.get(all.size() - 1);
        }
        return all.stream()
                .filter(version -> Integer.toString(version.version()).equals(number))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, 40402, "Version " + number + " not found."));
    }

    private Version lookUp(String subject, JsonNode body) throws Refusal {
        Schema schema = parse(body);
        List<Version> all = of(subject);
        if (all.isEmpty()) {
            throw subjectNotFound(subject);
        }
        return all.stream()
                .filter(version -> version.schema().equals(schema))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, 40403, "Schema not found"));
    }

    private Version register(String subject, JsonNode body) throws IOException, Refusal {
        Schema schema = parse(body);
        List<Version> all = of(subject);
        for (Version version : all) {
            if (version.schema().equals(schema)) {
                return version;
            }
        }
        requireCompatible(schema, all);
        Version version = new Version(
                subject, all.size() + 1, idOf(schema), body.path("schema").asText(), body.path("references"), schema);
        append(version);
        versions.add(version);
        return version;
    }

    private static void requireCompatible(Schema schema, List<Version> earlier) throws Refusal {
        List<Schema> schemas = new ArrayList<>();
        // The validator wants the latest first.
        earlier.forEach(version -> schemas.add(0, version.schema()));
        try {
            new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(schema, schemas);
        } catch (SchemaValidationException incompatible) {
            throw new Refusal(
                    409,
                    409,
                    "Schema being registered is incompatible with an earlier schema (" + COMPATIBILITY + "): "
                            + incompatible.getMessage());
        }
    }

    /** The same schema has one id under all subjects. */
    private int idOf(Schema schema) {
        int highest = 0;
        for (Version version : versions) {
            if (version.schema().equals(schema)) {
                return version.id();
            }
            highest = Math.max(highest, version.id());
        }
        return highest + 1;
    }

    private void append(Version version) throws IOException {
        ObjectNode key = MAPPER.createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", version.subject())
                .put("version", version.version())
                .put("magic", 1);
        ObjectNode value = describe(version).put("deleted", false);
        log.append(key, value);
    }

    private static ObjectNode describe(Version version) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        if (version.references().size() > 0) {
            node.set("references", version.references());
        }
        return node.put("schema", version.text());
    }

    private Schema parse(JsonNode body) throws Refusal {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new Refusal(422, 42201, "schemaType must be AVRO");
        }
        try {
            return parse(versions, body.path("schema").asText(), body.path("references"));
        } catch (SchemaParseException broken) {
            throw new Refusal(422, 42201, "Invalid schema: " + broken.getMessage());
        }
    }

    private static Schema parse(List<Version> known, String text, JsonNode references) {
        Schema.Parser parser = new Schema.Parser();
        Map<String, Schema> types = new TreeMap<>();
        for (JsonNode reference : references) {
            Version referred = find(
                    known,
                    reference.path("subject").asText(),
                    reference.path("version").asInt());
            if (referred == null) {
                throw new SchemaParseException(
                        "unknown reference " + reference.path("name").asText());
            }
            types.put(referred.schema().getFullName(), referred.schema());
        }
        parser.addTypes(types.values());
        return parser.parse(text);
    }

    private static @Nullable Version find(List<Version> known, String subject, int number) {
        return known.stream()
                .filter(version -> version.subject().equals(subject) && version.version() == number)
                .findFirst()
                .orElse(null);
    }

    private List<Version> of(String subject) {
        return versions.stream()
                .filter(version -> version.subject().equals(subject))
                .toList();
    }

    private static Refusal subjectNotFound(String subject) {
        return new Refusal(404, 40401, "Subject '" + subject + "' not found.");
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        log.close();
    }
}
