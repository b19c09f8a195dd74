package dev.linewarden.oracle;

import dev.linewarden.audit.oracle.Limits;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any policy, made of small numbers so that a failure shrinks, and its text. */
final class LimitGenes {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** The rules that a policy may observe or turn off. */
    private static final List<String> RULES = List.of(
            "server-quota",
            "new-conversations",
            "assignment",
            "burst",
            "follow-ups",
            "consent",
            "quiet-hours",
            "first-message",
            "dialogue",
            "line",
            "loop");

    static final int GENES = 47;

    /** What the genes say; zero is always the plainest choice. */
    static Limits of(List<Integer> genes) {
        Genes g = new Genes(genes);
        int from = g.of(21 * 60, 22 * 60 + 30, 23 * 60 + 59, 12 * 60, 19 * 60);
        int to = g.of(8 * 60, 6 * 60 + 15, 10 * 60, 14 * 60 + 30, 9 * 60);
        Map<String, String> modes = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            String mode = g.of("enforce", "enforce", "observe", "off");
            String rule = RULES.get(g.number(RULES.size()));
            if (!mode.equals("enforce")) {
                modes.put(rule, mode);
            }
        }
        return new Limits(
                g.of(25, 3, 8, 5000),
                g.of(UTC, NEW_YORK, ZoneId.of("Australia/Lord_Howe")),
                g.of(false, true),
                g.of(0.0, 0.25, 0.5),
                g.of(6, 1, 2, 50),
                g.of(UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("Asia/Kolkata")),
                g.of(false, true),
                g.of(List.of(), List.of(1, 2), List.of(0, 3, 5)),
                g.of(0.75, 0.5, 1.0),
                g.of(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(1)),
                g.of(8, 1, 3, 60),
                g.of(4, 1, 2, 20),
                g.of(Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(7)),
                g.of(Duration.ZERO, Duration.ofSeconds(1)),
                g.of(2, 0, 1),
                g.of(Duration.ofHours(24), Duration.ofHours(6), Duration.ZERO, Duration.ofHours(49)),
                g.of(Duration.ofMinutes(2), Duration.ZERO, Duration.ofSeconds(20)),
                g.of(3, 1, 2),
                g.of(Duration.ofHours(24), Duration.ofHours(3), Duration.ZERO),
                g.of(10, 1, 4),
                g.of(Duration.ofDays(30), Duration.ofDays(2)),
                g.of(false, true),
                g.of(Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofHours(2)),
                from,
                to,
                g.of(-1, 12 * 60 + 5),
                g.of(null, null, ZoneId.of("Europe/Berlin")),
                g.of(Duration.ofMinutes(60), Duration.ZERO),
                g.of("reject", "advise", "off"),
                g.of("reject", "advise", "off"),
                g.of(Duration.ofHours(24), Duration.ofHours(12)),
                g.of(40, 2, 5),
                g.of(0.05, 0.34, 0.5),
                g.of(Duration.ZERO, Duration.ofHours(1)),
                g.of(Duration.ofHours(1), Duration.ofMinutes(5)),
                g.of(false, true),
                g.of(Duration.ofHours(72), Duration.ofHours(5)),
                g.of(Duration.ofMinutes(5), Duration.ofSeconds(30)),
                g.of(30, 3, 6),
                g.of(Duration.ofHours(1), Duration.ofMinutes(10)),
                modes);
    }

    private LimitGenes() {}

    /** Windows that state is kept by do not change under a running count. */
    static Limits onTheClocksOf(Limits limits, Limits other) {
        return new Limits(
                limits.serverLimit(),
                other.serverZone(),
                limits.serverDefers(),
                limits.reserve(),
                limits.newLimit(),
                other.newZone(),
                limits.newRejects(),
                limits.warmUp(),
                limits.noNewUsersAt(),
                limits.window(),
                limits.max(),
                limits.maxOutreach(),
                limits.minGap(),
                limits.jitter(),
                limits.followUps(),
                limits.spacing(),
                limits.turnWindow(),
                limits.turnMessages(),
                limits.activeWindow(),
                limits.monologue(),
                limits.resetAfter(),
                limits.consentRequired(),
                limits.confirmWithin(),
                limits.quietFrom(),
                limits.quietTo(),
                limits.sundayTo(),
                limits.quietZone(),
                limits.repliesWithin(),
                limits.links(),
                limits.media(),
                other.dialogueWindow(),
                limits.minOpeners(),
                limits.minReplyRate(),
                limits.grace(),
                limits.backoff(),
                limits.homeReassigned(),
                limits.maxWait(),
                other.loopWindow(),
                other.loopMax(),
                other.loopPause(),
                limits.modes());
    }

    /** The text to publish. */
    static String yaml(Limits limits) {
        StringBuilder text = new StringBuilder();
        section(
                limits,
                text,
                "server-quota",
                "limit: %d, zone: %s, over: %s, reserve-for-replies: %s"
                        .formatted(
                                limits.serverLimit(),
                                limits.serverZone(),
                                limits.serverDefers() ? "defer" : "reject",
                                limits.reserve()));
        section(
                limits,
                text,
                "new-conversations",
                "limit: %d, zone: %s, over: %s, warm-up: %s"
                        .formatted(
                                limits.newLimit(),
                                limits.newZone(),
                                limits.newRejects() ? "reject" : "defer",
                                limits.warmUp()));
        section(limits, text, "assignment", "no-new-users-at: " + limits.noNewUsersAt());
        section(
                limits,
                text,
                "burst",
                "window: %s, max: %d, max-outreach: %d, min-gap: %s, jitter: %s"
                        .formatted(
                                span(limits.window()),
                                limits.max(),
                                limits.maxOutreach(),
                                span(limits.minGap()),
                                span(limits.jitter())));
        section(
                limits,
                text,
                "follow-ups",
                "max: %d, spacing: %s, turn-window: %s, turn-messages: %d, "
                                .formatted(
                                        limits.followUps(),
                                        span(limits.spacing()),
                                        span(limits.turnWindow()),
                                        limits.turnMessages())
                        + "active-window: %s, monologue: %d, reset-after: %s"
                                .formatted(span(limits.activeWindow()), limits.monologue(), span(limits.resetAfter())));
        section(
                limits,
                text,
                "consent",
                "required: %s, confirm-within: %s".formatted(limits.consentRequired(), span(limits.confirmWithin())));
        section(
                limits,
                text,
                "quiet-hours",
                "from: \"%s\", to: \"%s\", zone: %s, replies-within: %s%s"
                        .formatted(
                                time(limits.quietFrom()),
                                time(limits.quietTo()),
                                limits.quietZone() == null ? "recipient" : limits.quietZone(),
                                span(limits.repliesWithin()),
                                limits.sundayTo() < 0
                                        ? ""
                                        : ", days: {SUNDAY: {to: \"%s\"}}".formatted(time(limits.sundayTo()))));
        section(limits, text, "first-message", "links: %s, media: %s".formatted(limits.links(), limits.media()));
        section(
                limits,
                text,
                "dialogue",
                "window: %s, min-openers: %d, min-reply-rate: %s, grace: %s, backoff: %s"
                        .formatted(
                                span(limits.dialogueWindow()),
                                limits.minOpeners(),
                                limits.minReplyRate(),
                                span(limits.grace()),
                                span(limits.backoff())));
        section(
                limits,
                text,
                "loop",
                "window: %s, max: %d, pause: %s"
                        .formatted(span(limits.loopWindow()), limits.loopMax(), span(limits.loopPause())));
        section(limits, text, "line", "");
        text.append("flagged-line: {home: ")
                .append(limits.homeReassigned() ? "reassign" : "hold")
                .append("}\n");
        text.append("deferral: {max-wait: ").append(span(limits.maxWait())).append("}\n");
        // Longer than any run: an id that comes again is always a duplicate.
        return text.append("duplicates: {window: 365d}\n").toString();
    }

    private static void section(Limits limits, StringBuilder text, String rule, String keys) {
        String mode =
                limits.modes().containsKey(rule) ? "mode: " + limits.modes().get(rule) : "";
        String comma = mode.isEmpty() || keys.isEmpty() ? "" : ", ";
        text.append(rule).append(": {").append(keys).append(comma).append(mode).append("}\n");
    }

    private static String span(Duration duration) {
        return duration.toSeconds() + "s";
    }

    private static String time(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }

    /** Reads choices off a list of numbers, one after the other. */
    static final class Genes {
        private final List<Integer> numbers;
        private int next;

        Genes(List<Integer> numbers) {
            this.numbers = numbers;
        }

        int number(int bound) {
            return numbers.get(next++) % bound;
        }

        @SafeVarargs
        final <T> T of(T... choices) {
            return choices[number(choices.length)];
        }
    }
}
