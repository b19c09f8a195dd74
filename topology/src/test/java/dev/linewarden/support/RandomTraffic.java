package dev.linewarden.support;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import dev.linewarden.simulate.Scenario.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Days of traffic from a seed: bursts, silences, nights, replies, opt-outs, pauses, cancellations, duplicates. */
public final class RandomTraffic {

    public static final Instant START = Instant.parse("2026-03-06T20:00:00Z");

    /** Small limits, so that a few hundred events meet all of them. */
    public static final String POLICY = """
            version: tight
            consent: {required: false}
            server-quota: {limit: 25, zone: America/New_York}
            assignment: {no-new-users-at: 0.8, alert-at: [0.8]}
            new-conversations: {limit: 6, zone: Europe/Berlin}
            burst: {window: 60s, max: 8, max-outreach: 4, min-gap: 2s, jitter: 1s}
            follow-ups: {max: 1, spacing: 6h, turn-window: 90s, turn-messages: 2, active-window: 3h, monologue: 4}
            dialogue: {min-openers: 5, window: 12h}
            """;

    private static final String[] ZONES = {"America/New_York", "America/Los_Angeles", "Asia/Tokyo", null};
    private static final Duration[] STEPS = {
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ofMillis(700),
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        Duration.ofMinutes(3),
        Duration.ofMinutes(50),
        Duration.ofHours(5)
    };

    private final Random random;
    private final int lines;
    private final List<String> ids = new ArrayList<>();

    private RandomTraffic(long seed) {
        this.random = new Random(seed);
        this.lines = 1 + random.nextInt(4);
    }

    /** The events of one seed, in order. */
    public static List<Timed> events(long seed, int count) {
        return new RandomTraffic(seed).make(count);
    }

    private List<Timed> make(int count) {
        List<Timed> events = new ArrayList<>();
        Instant now = START;
        events.add(new Timed(now, new PolicyUpdate("default", POLICY, now)));
        for (int line = 0; line < lines; line++) {
            events.add(new Timed(now, line(line, LineStatus.ACTIVE, now)));
        }
        while (events.size() < count) {
            // Mostly small steps, so that bursts happen.
            now = now.plus(STEPS[Math.min(random.nextInt(STEPS.length), random.nextInt(STEPS.length))]);
            events.add(new Timed(now, event(now)));
        }
        return events;
    }

    private org.apache.avro.specific.SpecificRecord event(Instant now) {
        int roll = random.nextInt(100);
        if (roll < 70) {
            return request(now);
        }
        if (roll < 90) {
            return conversation(now);
        }
        if (roll < 95) {
            LineStatus[] statuses = LineStatus.values();
            LineStatus status = random.nextInt(3) > 0 ? LineStatus.ACTIVE : statuses[random.nextInt(3)];
            return line(random.nextInt(lines), status, now);
        }
        CommandKind kind = random.nextBoolean() ? CommandKind.CANCEL : CommandKind.RELEASE;
        return new Command("default", kind, someId(), null, now);
    }

    private String someId() {
        return ids.isEmpty() ? "none" : ids.get(Math.max(0, ids.size() - 1 - random.nextInt(20)));
    }

    private LineUpdate line(int number, LineStatus status, Instant now) {
        return new LineUpdate("default", "line-" + number, "server-" + number % 2, status, null, now, null);
    }

    private String recipient() {
        int number = random.nextInt(14);
        return number % 3 == 0 ? "+1949555010" + number % 10 : "user" + number + "@example.com";
    }

    private OutboundRequest request(Instant now) {
        boolean repeated = !ids.isEmpty() && random.nextInt(20) == 0;
        String id = repeated ? someId() : "r" + ids.size();
        if (!repeated) {
            ids.add(id);
        }
        OutboundRequest request = new OutboundRequest();
        request.setRequestId(id);
        request.setPool("default");
        request.setRecipient(recipient());
        request.setLine(random.nextInt(4) == 0 ? "line-" + random.nextInt(lines) : null);
        request.setText(random.nextInt(6) == 0 ? "see https://example.com" : "Ready?");
        request.setAttachments(List.of());
        request.setPriority(Priority.values()[random.nextInt(3)]);
        request.setCreatedAt(now);
        request.setNotBefore(random.nextInt(10) == 0 ? now.plusSeconds(random.nextInt(9000)) : null);
        request.setExpiresAt(random.nextInt(10) == 0 ? now.plusSeconds(10_000) : null);
        request.setTimeZone(ZONES[random.nextInt(ZONES.length)]);
        request.setHoldForReply(random.nextInt(12) == 0);
        request.setCancelOnReply(random.nextInt(12) == 0);
        request.setLabels(Map.of());
        return request;
    }

    private ConversationEvent conversation(Instant now) {
        int roll = random.nextInt(10);
        ConversationKind kind = roll < 6
                ? ConversationKind.INBOUND_MESSAGE
                : roll < 7
                        ? ConversationKind.SENT_ELSEWHERE
                        : roll < 8 ? ConversationKind.SEND_FAILED : ConversationKind.OPTED_IN;
        String text = random.nextInt(15) == 0 ? "stop" : random.nextInt(15) == 0 ? "start" : "yes";
        return new ConversationEvent(
                "e", "default", "line-" + random.nextInt(lines), recipient(), kind, now, text, someId());
    }
}
