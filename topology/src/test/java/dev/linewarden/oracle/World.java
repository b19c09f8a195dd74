package dev.linewarden.oracle;

import dev.linewarden.audit.oracle.Interpretation;
import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.audit.oracle.Limits;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.oracle.LimitGenes.Genes;
import dev.linewarden.schemas.Attachment;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import dev.linewarden.schemas.Suspension;
import dev.linewarden.simulate.ScenarioRun;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import org.apache.avro.specific.SpecificRecord;

/**
 * A pool, its policies and some days of its traffic, across midnights, time zones and the nights on which clocks change.
 * Made of lists of small numbers, so that a failure shrinks: fewer events, then plainer ones.
 *
 * @param policies the policy of each offset at which one came, by offset
 */
public record World(List<Journal.Entry> events, Map<Integer, Limits> policies) {

    /** Lets all of it happen, with what falls due on the way and until the end. */
    public void playOn(ScenarioRun.Stage stage) {
        for (Journal.Entry event : events) {
            stage.passUntil(event.at());
            stage.take(event.at(), event.event());
        }
        stage.passUntil(end());
    }

    /** What its few texts mean, and where its few numbers are. */
    public static final Interpretation VOCABULARY = new Interpretation() {
        @Override
        public Wish wishOf(String text) {
            return text.equalsIgnoreCase("start")
                    ? Wish.OPT_IN
                    : text.equals("Stop. Thank you") ? Wish.OPT_OUT : text.equals("HELP") ? Wish.HELP : Wish.NOTHING;
        }

        @Override
        public boolean hasLink(String text) {
            return text.contains("https:");
        }

        @Override
        public ZoneId zoneOf(String recipient) {
            String home = recipient.startsWith("+1949")
                    ? "America/Los_Angeles"
                    : recipient.startsWith("+49") ? "Europe/Berlin" : "America/New_York";
            return ZoneId.of(home);
        }
    };

    public Journal journal() {
        return new Journal(events, policies);
    }

    /** When everything that waits has ended: later than the longest wait. */
    public Instant end() {
        return events.get(events.size() - 1).at().plus(Duration.ofHours(80));
    }

    // Of a hundred kinds of acts: requests, then what people write, then what operators do.
    private static final int REQUESTS = 66;
    private static final int CONVERSATIONS = 90;
    private static final int ACT_GENES = 13;
    private static final int MOST_ACTS = 140;

    // All in the past: no clock takes them for a time that lies ahead.
    private static final Instant[] STARTS = {
        Instant.parse("2025-03-04T15:00:00Z"), // a plain Tuesday
        Instant.parse("2025-03-08T20:00:00Z"), // clocks go forward in America
        Instant.parse("2025-03-29T14:00:00Z"), // and in Europe
        Instant.parse("2025-04-05T04:00:00Z"), // back by half an hour on Lord Howe
        Instant.parse("2025-10-25T14:00:00Z"), // back in Europe
        Instant.parse("2025-11-01T20:00:00Z"), // back in America
        Instant.parse("2025-12-31T21:59:00Z"), // a year ends
    };
    private static final Duration[] STEPS = {
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ofMillis(700),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        Duration.ofMinutes(3),
        Duration.ofMinutes(50),
        Duration.ofHours(5),
        Duration.ofHours(24),
    };
    static final String[] RECIPIENTS = {
        "a@example.com",
        "b@example.com",
        "c@example.com",
        "d@example.com",
        "e@example.com",
        "f@example.com",
        "+19495550100",
        "+493012345678"
    };

    /** Any world. */
    public static Arbitrary<World> any() {
        return any(100);
    }

    /** A world of requests and what people write, in which nothing but a backlog happens. */
    public static Arbitrary<World> crowded() {
        return any(CONVERSATIONS);
    }

    /**
     * @param kinds how many of a hundred kinds of acts there are
     */
    private static Arbitrary<World> any(int kinds) {
        Arbitrary<Integer> gene = Arbitraries.integers().between(0, 419).withDistribution(RandomDistribution.uniform());
        Arbitrary<List<Integer>> limits = gene.list().ofSize(LimitGenes.GENES);
        Arbitrary<List<List<Integer>>> acts = gene.list()
                .ofSize(ACT_GENES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_ACTS)
                .withSizeDistribution(RandomDistribution.uniform());
        return Combinators.combine(gene, gene, limits, limits, acts).as((start, lines, first, second, list) -> {
            Limits limit = LimitGenes.of(first);
            return new Maker(
                            STARTS[start % STARTS.length],
                            1 + lines % 4,
                            kinds,
                            limit,
                            LimitGenes.onTheClocksOf(LimitGenes.of(second), limit))
                    .make(list);
        });
    }

    /** Reads a world off its numbers. */
    private static final class Maker {
        private final List<Journal.Entry> events = new ArrayList<>();
        private final Map<Integer, Limits> policies = new HashMap<>();
        private final List<String> ids = new ArrayList<>();
        private final Limits first;
        private final Limits second;
        private final int lines;
        private final int kinds;
        private Instant now;

        Maker(Instant start, int lines, int kinds, Limits first, Limits second) {
            this.now = start;
            this.lines = lines;
            this.kinds = kinds;
            this.first = first;
            this.second = second;
        }

        World make(List<List<Integer>> acts) {
            apply(first);
            for (int line = 0; line < lines; line++) {
                // Older lines first: the first has no activation, the others are 0, 1, 2 days old.
                add(line(line, LineStatus.ACTIVE, line == 0 ? null : now.minus(Duration.ofDays(line - 1L))));
            }
            for (List<Integer> act : acts) {
                Genes g = new Genes(act);
                // The smaller of two, so that most steps are short and bursts happen.
                int step = Math.min(g.number(STEPS.length), g.number(STEPS.length));
                now = now.plus(STEPS[step]);
                act(g);
            }
            return new World(List.copyOf(events), policies);
        }

        private void add(SpecificRecord event) {
            events.add(new Journal.Entry(now, event));
        }

        private void apply(Limits limits) {
            policies.put(events.size(), limits);
            add(new PolicyUpdate("default", LimitGenes.yaml(limits), now));
        }

        private void act(Genes g) {
            int kind = g.number(kinds);
            if (kind < REQUESTS) {
                add(request(g));
            } else if (kind < CONVERSATIONS) {
                add(conversation(g));
            } else if (kind < 95) {
                add(line(
                        g.number(lines),
                        g.of(
                                LineStatus.ACTIVE,
                                LineStatus.ACTIVE,
                                LineStatus.ACTIVE,
                                LineStatus.PAUSED,
                                LineStatus.FLAGGED,
                                LineStatus.RETIRED),
                        null));
            } else if (kind < 97) {
                add(suspension(g));
            } else if (kind < 99) {
                add(new Command(
                        "default", g.of(CommandKind.CANCEL, CommandKind.RELEASE), earlier(g), null, now, null, null));
            } else {
                apply(g.of(second, first));
            }
        }

        private String earlier(Genes g) {
            int back = g.number(15);
            return ids.isEmpty() ? "none" : ids.get(Math.max(0, ids.size() - 1 - back));
        }

        /** Of a campaign or of the whole pool, with an end or without one, or the end of one. */
        private Command suspension(Genes g) {
            boolean isOfAll = g.number(3) == 0;
            Duration time = g.of(null, STEPS[5], STEPS[6], STEPS[7], STEPS[8], STEPS[9]);
            boolean ends = g.number(3) == 0;
            Suspension suspension = new Suspension(
                    isOfAll ? null : "campaign",
                    isOfAll ? null : "spring",
                    time == null || ends ? null : now.plus(time),
                    null,
                    ends);
            return new Command("default", CommandKind.RELEASE, null, null, now, null, suspension);
        }

        private LineUpdate line(int number, LineStatus status, Instant activatedAt) {
            return LineUpdates.of("default", "line-" + number, "server-" + number % 2, status, activatedAt, now, null);
        }

        private OutboundRequest request(Genes g) {
            OutboundRequest request = new OutboundRequest();
            request.setRecipient(g.of(RECIPIENTS));
            boolean again = g.number(40) == 39 && !ids.isEmpty();
            request.setRequestId(again ? ids.get(ids.size() - 1) : "r" + ids.size());
            if (!again) {
                ids.add(request.getRequestId());
            }
            request.setPool("default");
            int pin = g.number(30);
            request.setLine(pin < 20 ? null : pin == 29 ? "line-9" : "line-" + (pin % lines));
            request.setText(g.of("Ready?", "Ready?", "Ready?", "Hello.", "see https://example.com", ""));
            request.setAttachments(
                    request.getText().isEmpty() ? List.of(new Attachment("https://files/1", "image/png")) : List.of());
            request.setPriority(g.of(Priority.NORMAL, Priority.HIGH, Priority.BULK));
            request.setCreatedAt(now);
            int when = g.number(20);
            request.setNotBefore(when < 16 ? null : now.plusSeconds(1800L * (when - 16)));
            request.setExpiresAt(when == 13 ? now.plusSeconds(9000) : when == 18 ? now.plusSeconds(90_000) : null);
            request.setTimeZone(g.of(
                    null,
                    "America/New_York",
                    "America/Los_Angeles",
                    "Asia/Tokyo",
                    "Australia/Lord_Howe",
                    "Europe/Berlin"));
            int manner = g.number(30);
            int purpose = g.number(20);
            request.setPurpose(
                    purpose < 12
                            ? Purpose.CONVERSATIONAL
                            : purpose < 15 ? Purpose.MARKETING : Purpose.OPT_OUT_CONFIRMATION);
            if (request.getPurpose() == Purpose.OPT_OUT_CONFIRMATION) {
                // While it is asked for it counts as HIGH, and then no more.
                request.setPriority(Priority.HIGH);
            }
            request.setHoldForReply(manner == 20 || manner == 21);
            request.setCancelOnReply(manner == 21 || manner == 22 || manner == 23);
            request.setConsent(manner % 2 == 0 ? new Consent("form", null) : null);
            request.setLabels(g.number(3) == 0 ? Map.of("campaign", "spring") : Map.of());
            return request;
        }

        private ConversationEvent conversation(Genes g) {
            String recipient = g.of(RECIPIENTS);
            String line = "line-" + g.number(lines);
            ConversationKind kind = g.of(
                    ConversationKind.INBOUND_MESSAGE,
                    ConversationKind.INBOUND_MESSAGE,
                    ConversationKind.INBOUND_MESSAGE,
                    ConversationKind.INBOUND_MESSAGE,
                    ConversationKind.INBOUND_MESSAGE,
                    ConversationKind.SENT_ELSEWHERE,
                    ConversationKind.SEND_FAILED,
                    ConversationKind.OPTED_IN,
                    ConversationKind.OPTED_OUT,
                    ConversationKind.CONTACT_CARD_SHARED);
            String text = kind == ConversationKind.INBOUND_MESSAGE
                    ? g.of(
                            "yes",
                            "yes",
                            "yes",
                            "yes",
                            "yes",
                            "HELP",
                            "can you stop by?",
                            "Stop. Thank you",
                            "start",
                            "START")
                    : null;
            String request = kind == ConversationKind.SEND_FAILED ? earlier(g) : null;
            return new ConversationEvent("e" + events.size(), "default", line, recipient, kind, now, text, request);
        }
    }
}
