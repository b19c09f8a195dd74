package dev.linewarden.month;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.demo.Agenda;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is sent into the gate in a month: everybody is written to once or more, two in five answer what reaches them, one
 * in fifty of the answers is an opt-out, and now and then comes what nobody can read or send.
 */
final class Traffic {

    static final int LINES = 200;
    private static final int SERVERS = 20;
    private static final int ODD_ONE_IN = 500;
    // The last days are left for what waits.
    private static final Duration QUIET_END = Duration.ofDays(5);
    private static final List<String> ZONES = List.of(
            "America/Los_Angeles",
            "America/Denver",
            "America/Chicago",
            "America/New_York",
            "Europe/London",
            "Asia/Tokyo");

    private final Random random = new Random(7);
    private final Agenda agenda = new Agenda();
    private final Cluster cluster;
    private final Supplier<Instant> clock;
    private final Set<String> answered = new HashSet<>();
    private int requests;
    private int unsendable;
    private int garbage;
    private int events;

    /** @param clock the gate's time */
    Traffic(Cluster cluster, Supplier<Instant> clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Reports the lines, waits until the gate has them, and plans who is written to when. */
    void begin(int recipients, Duration month) {
        Instant now = clock.get();
        cluster.publish(new PolicyUpdate("default", "first-message: {question: off}\n", now));
        for (int i = 0; i < LINES; i++) {
            cluster.publish(LineUpdates.of(
                    "default", "line-" + i, "server-" + i % SERVERS, LineStatus.ACTIVE, null, now, null));
        }
        cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() > LINES);
        long span = month.minus(QUIET_END).toMillis();
        for (int i = 0; i < recipients; i++) {
            int recipient = i;
            agenda.add(now.plusMillis((long) (random.nextDouble() * span)), () -> write(recipient));
        }
    }

    /** Sends what is due by now. */
    void goOn() {
        agenda.runUntil(clock.get());
    }

    static String zone(String recipient) {
        return ZONES.get(Math.floorMod(recipient.hashCode(), ZONES.size()));
    }

    private void write(int number) {
        String recipient = "user" + number + "@example.com";
        Instant now = clock.get();
        cluster.send(request(recipient, now));
        if (random.nextInt(3) == 0) {
            agenda.add(now.plusSeconds(random.nextInt(200_000)), () -> write(number));
        }
        if (requests % ODD_ONE_IN == 0) {
            cluster.send(request("nobody", now));
            unsendable++;
            cluster.topics().inputs().forEach(topic -> {
                cluster.publishRaw(topic, (recipient + " is no record").getBytes(StandardCharsets.UTF_8));
                garbage++;
            });
        }
    }

    private OutboundRequest request(String recipient, Instant now) {
        OutboundRequest request = Cluster.request("r" + ++requests, recipient, "Ready?");
        request.setCreatedAt(now);
        request.setTimeZone(zone(recipient));
        request.setConsent(new Consent("web form", null));
        return request;
    }

    /** Lets the recipient of a message answer it, or not. */
    void delivered(Decision approval) {
        if (random.nextInt(10) < 4) {
            String text = random.nextInt(50) == 0 ? "Stop. Thank you" : "ok";
            agenda.add(approval.getDecidedAt().plusSeconds(30 + random.nextInt(7200)), () -> answer(approval, text));
        }
    }

    private void answer(Decision approval, String text) {
        String recipient = approval.getRequest().getRecipient();
        answered.add(recipient);
        cluster.send(new ConversationEvent(
                "e" + ++events,
                "default",
                String.valueOf(approval.getLine()),
                recipient,
                ConversationKind.INBOUND_MESSAGE,
                clock.get(),
                text,
                null));
    }

    /** Requests that were sent, each with an id of its own. */
    int requests() {
        return requests;
    }

    /** How many of them nobody could send. */
    int unsendable() {
        return unsendable;
    }

    /** Values that no reader can decode. */
    int garbage() {
        return garbage;
    }

    /** Who has ever written to the pool. */
    Set<String> answered() {
        return answered;
    }
}
