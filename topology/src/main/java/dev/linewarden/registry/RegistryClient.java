package dev.linewarden.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** A client of Confluent's registry API: schemas by id and ids by schema, each asked for once. Thread-safe. */
public final class RegistryClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;
    // What was polled with a refusal that is fresh is decoded while it holds.
    private static final Duration REFUSAL_IS_FRESH = Duration.ofSeconds(5);
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(60);
    private static final int MOST_REFUSALS = 1_000;
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RegistryConfig config;
    private final HttpClient http;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();

    private final Map<Integer, Refusal> refusals = new ConcurrentHashMap<>();
    private final int rounds;

    private record SubjectSchema(String subject, Schema schema) {}

    /** What the registry said of an id that is no schema. Not for ever: an id in garbage may become a schema's one day. */
    private record Refusal(String reason, long at) {
        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - at < age.toNanos();
        }
    }

    public RegistryClient(RegistryConfig config) {
        this(config, ROUNDS);
    }

    /**
     * A client that tries each address once a call.
     *
     * @see PatientRegistry which calls again and again
     */
    public static RegistryClient ofOneTry(RegistryConfig config) {
        return new RegistryClient(config, 1);
    }

    private RegistryClient(RegistryConfig config, int rounds) {
        this.config = config;
        this.rounds = rounds;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (config.trustStore() != null) {
            builder.sslContext(sslContext(config.trustStore(), config.trustStorePassword()));
        }
        this.http = builder.build();
    }

    /**
     * The schema with the id.
     *
     * @throws SerializationException when the registry has none, or one that is no Avro schema
     * @throws RegistryUnavailableException when it cannot be asked
     */
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Refusal refused = refusals.get(id);
        if (refused != null && refused.isYoungerThan(REFUSAL_HOLDS)) {
            throw new SerializationException(refused.reason());
        }
        return learn(id);
    }

    private Schema learn(int id) {
        try {
            Schema schema = fetch(id);
            schemas.put(id, schema);
            refusals.remove(id);
            return schema;
        } catch (AvroRuntimeException broken) {
            throw refused(
                    id, "schema " + id + " does not parse: " + broken.getClass().getSimpleName());
        } catch (SerializationException none) {
            throw refused(id, String.valueOf(none.getMessage()));
        }
    }

    private SerializationException refused(int id, String reason) {
        if (refusals.size() >= MOST_REFUSALS) {
            refusals.clear();
        }
        refusals.put(id, new Refusal(reason, System.nanoTime()));
        return new SerializationException(reason);
    }

    /** Whether {@link #schema} answers about the id without asking the registry: now, and for a while to come. */
    public boolean isSettled(int id) {
        Refusal refused = refusals.get(id);
        return schemas.containsKey(id) || (refused != null && refused.isYoungerThan(REFUSAL_IS_FRESH));
    }

    /**
     * The id of the schema under the subject; registers it when that is allowed.
     *
     * @throws SerializationException when it is not registered and may not be, or is not compatible
     * @throws RegistryUnavailableException when the registry cannot be asked
     */
    public int id(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer known = ids.get(key);
        if (known == null) {
            known = ask(subject, schema);
            ids.put(key, known);
            schemas.putIfAbsent(known, schema);
        }
        return known;
    }

    private Schema fetch(int id) {
        JsonNode answer = call("GET", "/schemas/ids/" + id, null);
        if (answer == null) {
            throw new SerializationException("the registry has no schema with id " + id);
        }
        Schema.Parser parser = new Schema.Parser();
        resolve(answer.path("references"), parser);
        return parser.parse(answer.path("schema").asText());
    }

    /** Parses what the schema refers to first, so that its names are known. */
    private void resolve(JsonNode references, Schema.Parser parser) {
        for (JsonNode reference : references) {
            String subject = reference.path("subject").asText();
            JsonNode version = call(
                    "GET",
                    "/subjects/" + encode(subject) + "/versions/"
                            + reference.path("version").asInt(),
                    null);
            if (version == null) {
                throw new SerializationException("the registry does not hold what the schema refers to: " + subject);
            }
            resolve(version.path("references"), parser);
            parser.parse(version.path("schema").asText());
        }
    }

    private int ask(String subject, Schema schema) {
        ObjectNode body = MAPPER.createObjectNode().put("schema", schema.toString());
        String path = "/subjects/" + encode(subject) + (config.autoRegister() ? "/versions" : "");
        JsonNode answer = call("POST", path, body);
        if (answer == null) {
            throw new SerializationException("the registry does not know this " + schema.getName() + " under " + subject
                    + ", and " + RegistryConfig.AUTO_REGISTER + " is off: register it first");
        }
        return answer.path("id").asInt();
    }

    private @Nullable JsonNode call(String method, String path, @Nullable JsonNode body) {
        Exception last = null;
        for (int round = 0; round < rounds; round++) {
            for (URI url : config.urls()) {
                try {
                    return answer(http.send(request(url, method, path, body), HttpResponse.BodyHandlers.ofByteArray()));
                } catch (IOException unreachable) {
                    last = unreachable;
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new RegistryUnavailableException("interrupted while asking the registry", interrupted);
                }
            }
        }
        throw new RegistryUnavailableException(
                "no registry answers at " + config.addresses() + (isUnknownHost(last) ? " (unknown host name)" : "")
                        + ": is it running, is --registry right?",
                last == null ? new IOException("no url") : last);
    }

    private static boolean isUnknownHost(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private HttpRequest request(URI url, String method, String path, @Nullable JsonNode body) throws IOException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", CONTENT_TYPE)
                .header("Accept", CONTENT_TYPE + ", application/json")
                .method(method, publisher);
        if (config.userInfo() != null) {
            String encoded =
                    Base64.getEncoder().encodeToString(config.userInfo().getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + encoded);
        } else if (config.bearerToken() != null) {
            request.header("Authorization", "Bearer " + config.bearerToken());
        }
        return request.build();
    }

    /** Null for "not found"; an IOException is worth another try. */
    private static @Nullable JsonNode answer(HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        if (status == NOT_FOUND) {
            return null;
        }
        if (status >= 500 || status == 429) {
            throw new IOException("the registry answered " + status);
        }
        if (status == 401 || status == 403) {
            throw new RegistryUnavailableException(
                    "the registry answered " + status + ": check " + "basic.auth.user.info or bearer.auth.token");
        }
        if (status >= 400) {
            throw new SerializationException(
                    "the registry refused the schema (" + status + "): " + message(response.body()));
        }
        return MAPPER.readTree(response.body());
    }

    private static String message(byte[] body) {
        try {
            return MAPPER.readTree(body).path("message").asText("no reason given");
        } catch (IOException noJson) {
            return "no reason given";
        }
    }

    private static SSLContext sslContext(String trustStore, @Nullable String password) {
        try (InputStream file = Files.newInputStream(Path.of(trustStore))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(file, password == null ? null : password.toCharArray());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalArgumentException("cannot read the trust store " + trustStore, broken);
        }
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }
}
