package dev.linewarden.demo;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Topics;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Upstream services that send a little too eagerly, and recipients who answer, ignore and opt out. Everything goes through
 * the topics, as it would in earnest. One thread does all of it.
 */
public final class Fleet implements AutoCloseable {

    private static final int RECIPIENTS = 400;
    private static final Duration BETWEEN_SENDS = Duration.ofMillis(250);
    private static final String POOL = "default";
    private static final List<String> OPENERS =
            List.of("Ready for your update?", "Shall we talk about tomorrow?", "Did the parcel arrive?");
    private static final List<String> FOLLOW_UPS =
            List.of("Here is what you asked for: https://example.com/update", "One more thing.", "Still there?");
    // A minute in place of a day between follow-ups, so that something happens while one watches.
    private static final String POLICY = "version: demo-1\nfollow-ups: {spacing: 1m}\n";

    private final Producer<String, SpecificRecord> producer;
    private final Topics topics;
    private final Random random;
    private final List<Persona> personas = new ArrayList<>();
    private final Map<String, Persona> byHandle = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "fleet");
        worker.setDaemon(true);
        return worker;
    });
    private int sent;

    public Fleet(Producer<String, SpecificRecord> producer, Topics topics, long seed) {
        this.producer = producer;
        this.topics = topics;
        this.random = new Random(seed);
        for (int i = 0; i < RECIPIENTS; i++) {
            Persona persona = Persona.invent(i, random);
            personas.add(persona);
            byHandle.put(persona.handle(), persona);
        }
    }

    /** Sets up lines and opt-ins, then begins to send. */
    public void start() {
        Instant now = Instant.now();
        send(topics.policies(), POOL, new PolicyUpdate(POOL, POLICY, now));
        for (int i = 1; i <= 6; i++) {
            String line = "line-" + i;
            String server = "server-" + (i + 1) / 2;
            send(topics.lines(), line, LineUpdates.of(POOL, line, server, LineStatus.ACTIVE, null, now, null));
        }
        personas.stream()
                .filter(Persona::optedIn)
                .forEach(persona -> report(persona.handle(), "line-1", ConversationKind.OPTED_IN, null));
        Future<?> unused =
                thread.scheduleAtFixedRate(this::sendSomething, 1000, BETWEEN_SENDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the recipient react to a message that was approved. */
    public void approved(Decision decision) {
        Persona persona = byHandle.get(decision.getRequest().getRecipient());
        if (persona == null || decision.getLine() == null) {
            return;
        }
        int delay = 500 + random.nextInt(8000);
        String line = decision.getLine();
        String answer =
                switch (persona.temper()) {
                    case ANSWERS -> "yes, please";
                    case OPTS_OUT -> "Stop. Thank you";
                    case IGNORES -> null;
                };
        if (answer != null) {
            Future<?> unused = thread.schedule(
                    () -> report(persona.handle(), line, ConversationKind.INBOUND_MESSAGE, answer),
                    delay,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void sendSomething() {
        // Half of the traffic goes to a few, as it does in life.
        boolean regular = random.nextBoolean();
        Persona persona = personas.get(random.nextInt(regular ? RECIPIENTS / 10 : RECIPIENTS));
        List<String> texts = regular ? FOLLOW_UPS : OPENERS;
        int number = ++sent;
        OutboundRequest request = new OutboundRequest();
        request.setRequestId("demo-" + number);
        request.setPool(POOL);
        request.setRecipient(persona.handle());
        request.setText(texts.get(number % texts.size()));
        request.setAttachments(List.of());
        request.setPriority(number % 7 == 0 ? Priority.HIGH : number % 3 == 0 ? Priority.BULK : Priority.NORMAL);
        request.setCreatedAt(Instant.now());
        request.setTimeZone(zoneAwake(number));
        request.setLabels(Map.of("campaign", regular ? "care" : "outreach"));
        send(topics.outboundRequests(), request.getRequestId(), request);
    }

    /** Most requests name a zone in which it is day; some leave it to the number, wherever it may be night. */
    private static @Nullable String zoneAwake(int number) {
        if (number % 8 == 0) {
            return null;
        }
        int hour = Instant.now().atZone(ZoneOffset.UTC).getHour();
        int offset = 14 - hour;
        // POSIX signs: Etc/GMT-3 is three hours ahead.
        int ahead = offset > 12 ? offset - 24 : offset < -12 ? offset + 24 : offset;
        return "Etc/GMT" + (ahead >= 0 ? "-" : "+") + Math.abs(ahead);
    }

    private void report(String handle, String line, ConversationKind kind, @Nullable String text) {
        send(
                topics.conversationEvents(),
                handle,
                new ConversationEvent(
                        kind + "-" + handle.hashCode() + "-" + random.nextInt(),
                        POOL,
                        line,
                        handle,
                        kind,
                        Instant.now(),
                        text,
                        null));
    }

    private void send(String topic, String key, SpecificRecord value) {
        Future<?> unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
