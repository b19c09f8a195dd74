package dev.linewarden.demo;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Topics;
import dev.linewarden.demo.Carrier.Flag;
import dev.linewarden.demo.Persona.Temper;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Upstream services, recipients in many zones, and a filter that watches. Everything goes through the topics, as it would
 * in earnest. Beside it runs the same day without the gate: every message is sent at once. One thread does all of it.
 */
public final class Fleet implements AutoCloseable {

    private static final int RECIPIENTS = 900;
    private static final int SILENT_ONES = 12;
    private static final int LINES = 6;
    private static final Duration STEP = Duration.ofMillis(50);
    private static final String POOL = "default";
    // At the usual speed 25 seconds, and the next 21: both lie in the first minute of who watches.
    private static final Duration FLAGGED_FOR = Duration.ofHours(1);
    // A gateway asks now and then how its lines are; by then the gate has heard of what was sent.
    private static final Duration NOTICED_AFTER = Duration.ofMinutes(10);
    private static final Duration BY_HAND_AFTER = Duration.ofMinutes(50);
    // Past the guide's hundred in a tight window.
    private static final int BY_HAND = 110;
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Producer<String, SpecificRecord> producer;
    private final Topics topics;
    private final Random random;
    private final Supplier<Instant> clock;
    private final Story story;
    private final List<Persona> personas = new ArrayList<>();
    private final List<Persona> optedIn = new ArrayList<>();
    private final Map<String, Persona> byHandle = new HashMap<>();
    private final Map<String, Integer> lineWithout = new HashMap<>();
    private final Agenda agenda = new Agenda();
    private final Carrier withGate = new Carrier();
    private final Carrier withoutGate = new Carrier();
    // Written by the fleet's thread, read by the one that draws.
    private final List<Flag> flags = new CopyOnWriteArrayList<>();
    private final List<Flag> flagsWithout = new CopyOnWriteArrayList<>();
    private final Set<String> flagged = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "fleet");
        worker.setDaemon(true);
        return worker;
    });
    private int sent;

    /**
     * @param clock what time it is in this world
     * @param story takes what happens to lines
     */
    public Fleet(
            Producer<String, SpecificRecord> producer, Topics topics, long seed, Supplier<Instant> clock, Story story) {
        this.story = story;
        this.producer = producer;
        this.topics = topics;
        this.random = new Random(seed);
        this.clock = clock;
        for (int i = 0; i < RECIPIENTS; i++) {
            Persona persona = Persona.invent(i, random);
            personas.add(persona);
            byHandle.put(persona.handle(), persona);
            lineWithout.put(persona.handle(), 1 + i % LINES);
        }
    }

    /** Sets up lines and opt-ins, then begins to send. */
    public void start() {
        Instant now = clock.get();
        send(topics.policies(), POOL, new PolicyUpdate(POOL, "version: demo\n", now));
        for (int i = 1; i <= LINES; i++) {
            report(line(i), LineStatus.ACTIVE, now);
        }
        personas.stream()
                .filter(persona -> persona.agreed() && random.nextBoolean())
                .forEach(optedIn::add);
        optedIn.forEach(persona -> say(persona, line(1), ConversationKind.OPTED_IN, null));
        Service.ALL.forEach(service -> planDay(service, now));
        agenda.add(now.plus(BY_HAND_AFTER), this::sendByHand);
        planFirstWords(now);
        Future<?> unused = thread.scheduleAtFixedRate(
                () -> agenda.runUntil(clock.get()), 1000, STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String line(int number) {
        return "line-" + number;
    }

    private static Instant next(LocalTime time, Instant after) {
        ZonedDateTime today = after.atZone(ZoneOffset.UTC).with(time);
        return today.toInstant().isAfter(after)
                ? today.toInstant()
                : today.plusDays(1).toInstant();
    }

    private void planDay(Service service, Instant from) {
        LocalTime blast = service.blastAt();
        if (blast != null) {
            Instant start = next(blast, from);
            long apart = service.blastLasts().toMillis() / service.perDay();
            for (int i = 0; i < service.perDay(); i++) {
                agenda.add(start.plusMillis(i * apart), () -> ask(service));
            }
            agenda.add(start.plus(service.blastLasts()), () -> planDay(service, clock.get()));
            return;
        }
        Service.Hours hours = service.hours();
        for (int i = 0; hours != null && i < service.perDay(); i++) {
            int second = 3600 * hours.from() + random.nextInt(3600 * (hours.to() - hours.from()));
            agenda.add(next(LocalTime.ofSecondOfDay(second), from), () -> ask(service));
        }
        agenda.add(from.plus(A_DAY), () -> planDay(service, from.plus(A_DAY)));
    }

    /** People who write first, at any hour that they are awake. */
    private void planFirstWords(Instant from) {
        for (Persona persona : personas) {
            if (persona.temper() == Temper.WRITES_FIRST && random.nextInt(3) == 0) {
                ZonedDateTime local =
                        from.atZone(persona.zone()).with(LocalTime.of(8 + random.nextInt(13), random.nextInt(60)));
                Instant at = local.toInstant().isAfter(from)
                        ? local.toInstant()
                        : local.plusDays(1).toInstant();
                agenda.add(at, () -> writeFirst(persona));
            }
        }
        agenda.add(from.plus(A_DAY), () -> planFirstWords(from.plus(A_DAY)));
    }

    private void writeFirst(Persona persona) {
        Instant now = clock.get();
        String line = line(lineWithout.getOrDefault(persona.handle(), 1));
        withoutGate.replied(persona, line, now);
        hear(persona, line, "Hi, I have a question");
        agenda.add(now.plusSeconds(60), () -> request("care", persona, "Of course: what is it?", Priority.HIGH));
    }

    private void ask(Service service) {
        Persona persona = pick(service.audience());
        request(
                service.name(),
                persona,
                service.texts().get(random.nextInt(service.texts().size())),
                Priority.NORMAL);
    }

    private Persona pick(Service.Audience audience) {
        List<Persona> fitting =
                personas.stream().filter(persona -> fits(persona, audience)).toList();
        int among = audience == Service.Audience.SILENT ? Math.min(SILENT_ONES, fitting.size()) : fitting.size();
        return fitting.get(random.nextInt(among));
    }

    private static boolean fits(Persona persona, Service.Audience audience) {
        return switch (audience) {
            case AGREED -> persona.agreed();
            case SILENT -> persona.agreed() && persona.temper() == Temper.IGNORES;
            case STRANGERS -> !persona.agreed();
            case AMERICANS -> persona.agreed() && persona.handle().startsWith("+1");
        };
    }

    private void request(String service, Persona persona, String text, Priority priority) {
        Instant now = clock.get();
        OutboundRequest request = new OutboundRequest();
        request.setRequestId("demo-" + ++sent);
        request.setPool(POOL);
        request.setRecipient(persona.handle());
        request.setText(text);
        request.setAttachments(List.of());
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setPriority(priority);
        request.setCreatedAt(now);
        request.setTimeZone(persona.handle().indexOf('@') > 0 ? persona.zone().getId() : null);
        request.setConsent(persona.agreed() ? new Consent("web form", null) : null);
        request.setLabels(Map.of("service", service));
        send(topics.outboundRequests(), request.getRequestId(), request);
        sendWithoutGate(persona, now);
    }

    private void sendWithoutGate(Persona persona, Instant now) {
        String line = line(lineWithout.getOrDefault(persona.handle(), 1));
        if (lost.contains(line)) {
            return;
        }
        Flag flag = withoutGate.sent(persona, line, now);
        if (flag != null) {
            flagsWithout.add(flag);
            lost.add(line);
            agenda.add(now.plus(FLAGGED_FOR), () -> lost.remove(line));
        }
        if (persona.temper() == Temper.ANSWERS || persona.temper() == Temper.WRITES_FIRST) {
            Instant later = now.plusSeconds(30 + random.nextInt(1800));
            agenda.add(later, () -> withoutGate.replied(persona, line, clock.get()));
        }
    }

    /** Lets the recipient react to a message that was approved, and the filter look at it. */
    public void approved(Decision decision) {
        Persona persona = byHandle.get(decision.getRequest().getRecipient());
        String line = decision.getLine();
        if (persona != null && line != null) {
            thread.execute(() -> arrived(persona, line, decision.getDecidedAt()));
        }
    }

    private void arrived(Persona persona, String line, Instant at) {
        watch(withGate.sent(persona, line, at));
        String answer =
                switch (persona.temper()) {
                    case ANSWERS, WRITES_FIRST -> "yes, please";
                    case OPTS_OUT -> "Stop. Thank you";
                    case IGNORES -> null;
                };
        if (answer != null) {
            agenda.add(at.plusSeconds(30 + random.nextInt(1800)), () -> hear(persona, line, answer));
        }
    }

    private void hear(Persona persona, String line, String text) {
        withGate.replied(persona, line, clock.get());
        say(persona, line, ConversationKind.INBOUND_MESSAGE, text);
    }

    /** Somebody takes the last line's phone and writes to everybody: it passes no gate. */
    private void sendByHand() {
        Instant now = clock.get();
        List<Persona> awake = optedIn.stream()
                .filter(persona -> !Carrier.isNight(persona, now))
                .toList();
        story.tell(now, "somebody takes the phone of " + line(LINES) + " and writes to " + BY_HAND + " people by hand");
        for (int i = 0; i < BY_HAND && !awake.isEmpty(); i++) {
            Persona persona = awake.get(random.nextInt(awake.size()));
            say(persona, line(LINES), ConversationKind.SENT_ELSEWHERE, null);
            watch(withGate.sent(persona, line(LINES), now.plusMillis(i * 300L)));
        }
        agenda.add(now.plus(Duration.ofDays(2)), this::sendByHand);
    }

    private void watch(@Nullable Flag flag) {
        if (flag == null || !flagged.add(flag.line())) {
            return;
        }
        flags.add(flag);
        story.tell(
                flag.at(),
                "the filter flags " + flag.line() + ": " + flag.pattern().name());
        agenda.add(flag.at().plus(NOTICED_AFTER), () -> report(flag.line(), LineStatus.FLAGGED, clock.get()));
        agenda.add(flag.at().plus(FLAGGED_FOR), () -> {
            flagged.remove(flag.line());
            story.tell(clock.get(), flag.line() + " is well again: what it held goes out");
            report(flag.line(), LineStatus.ACTIVE, clock.get());
        });
    }

    /** What the filter has flagged so far, with the gate and without it. */
    public List<String> flags() {
        List<String> told = new ArrayList<>();
        told.add("flagged with the gate: " + count(flags));
        tell(flags, told);
        told.add("flagged without it: " + count(flagsWithout));
        tell(flagsWithout, told);
        return told;
    }

    private static String count(List<Flag> flags) {
        Map<String, Long> patterns = flags.stream()
                .collect(Collectors.groupingBy(flag -> flag.pattern().name(), TreeMap::new, Collectors.counting()));
        return patterns.values().stream().mapToLong(Long::longValue).sum() + (patterns.isEmpty() ? "" : " " + patterns);
    }

    private static void tell(List<Flag> flags, List<String> lines) {
        List<Flag> told = List.copyOf(flags);
        for (Flag flag : told.subList(Math.max(0, told.size() - 5), told.size())) {
            lines.add("  " + flag.at().toString().substring(0, 16).replace('T', ' ') + "  " + flag.line() + "  "
                    + flag.pattern().name() + ": " + flag.pattern().evidence());
        }
    }

    private void report(String line, LineStatus status, Instant at) {
        String server = "server-" + (Integer.parseInt(line.substring("line-".length())) + 1) / 2;
        send(topics.lines(), line, LineUpdates.of(POOL, line, server, status, null, at, null));
    }

    private void say(Persona persona, String line, ConversationKind kind, @Nullable String text) {
        send(
                topics.conversationEvents(),
                persona.handle(),
                new ConversationEvent(
                        kind + "-" + persona.handle().hashCode() + "-" + random.nextInt(),
                        POOL,
                        line,
                        persona.handle(),
                        kind,
                        clock.get(),
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
