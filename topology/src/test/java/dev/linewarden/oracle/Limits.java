package dev.linewarden.oracle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy as the oracle knows it: plain values and the text to publish. Shares nothing with the core's Policy, so that a
 * key that is read wrongly is noticed too.
 */
record Limits(
        int serverLimit,
        ZoneId serverZone,
        boolean serverDefers,
        double reserve,
        int newLimit,
        ZoneId newZone,
        boolean newRejects,
        List<Integer> warmUp,
        double noNewUsersAt,
        Duration window,
        int max,
        int maxOutreach,
        Duration minGap,
        Duration jitter,
        int followUps,
        Duration spacing,
        Duration turnWindow,
        int turnMessages,
        Duration activeWindow,
        int monologue,
        Duration resetAfter,
        boolean consentRequired,
        int quietFrom,
        int quietTo,
        int sundayTo,
        ZoneId quietZone,
        Duration repliesWithin,
        String links,
        String media,
        Duration dialogueWindow,
        int minOpeners,
        double minReplyRate,
        Duration backoff,
        boolean homeReassigned,
        Duration maxWait,
        Map<String, String> modes) {

    static final ZoneId UTC = ZoneId.of("UTC");
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
            "line");

    static final int GENES = 42;

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
                g.of(Duration.ofHours(1), Duration.ofMinutes(5)),
                g.of(false, true),
                g.of(Duration.ofHours(72), Duration.ofHours(5)),
                modes);
    }

    /** Windows that state is kept by do not change under a running count. */
    Limits onTheClocksOf(Limits other) {
        return new Limits(
                serverLimit,
                other.serverZone,
                serverDefers,
                reserve,
                newLimit,
                other.newZone,
                newRejects,
                warmUp,
                noNewUsersAt,
                window,
                max,
                maxOutreach,
                minGap,
                jitter,
                followUps,
                spacing,
                turnWindow,
                turnMessages,
                activeWindow,
                monologue,
                resetAfter,
                consentRequired,
                quietFrom,
                quietTo,
                sundayTo,
                quietZone,
                repliesWithin,
                links,
                media,
                other.dialogueWindow,
                minOpeners,
                minReplyRate,
                backoff,
                homeReassigned,
                maxWait,
                modes);
    }

    boolean enforces(String rule) {
        return !modes.containsKey(rule);
    }

    int outreachLimit() {
        return (int) (serverLimit * (1 - reserve));
    }

    String yaml() {
        StringBuilder text = new StringBuilder();
        section(
                text,
                "server-quota",
                "limit: %d, zone: %s, over: %s, reserve-for-replies: %s"
                        .formatted(serverLimit, serverZone, serverDefers ? "defer" : "reject", reserve));
        section(
                text,
                "new-conversations",
                "limit: %d, zone: %s, over: %s, warm-up: %s"
                        .formatted(newLimit, newZone, newRejects ? "reject" : "defer", warmUp));
        section(text, "assignment", "no-new-users-at: " + noNewUsersAt);
        section(
                text,
                "burst",
                "window: %s, max: %d, max-outreach: %d, min-gap: %s, jitter: %s"
                        .formatted(span(window), max, maxOutreach, span(minGap), span(jitter)));
        section(
                text,
                "follow-ups",
                "max: %d, spacing: %s, turn-window: %s, turn-messages: %d, "
                                .formatted(followUps, span(spacing), span(turnWindow), turnMessages)
                        + "active-window: %s, monologue: %d, reset-after: %s"
                                .formatted(span(activeWindow), monologue, span(resetAfter)));
        section(text, "consent", "required: " + consentRequired);
        section(
                text,
                "quiet-hours",
                "from: \"%s\", to: \"%s\", zone: %s, replies-within: %s%s"
                        .formatted(
                                time(quietFrom),
                                time(quietTo),
                                quietZone == null ? "recipient" : quietZone,
                                span(repliesWithin),
                                sundayTo < 0 ? "" : ", days: {SUNDAY: {to: \"%s\"}}".formatted(time(sundayTo))));
        section(text, "first-message", "links: %s, media: %s".formatted(links, media));
        section(
                text,
                "dialogue",
                "window: %s, min-openers: %d, min-reply-rate: %s, backoff: %s"
                        .formatted(span(dialogueWindow), minOpeners, minReplyRate, span(backoff)));
        section(text, "line", "");
        text.append("flagged-line: {home: ")
                .append(homeReassigned ? "reassign" : "hold")
                .append("}\n");
        text.append("deferral: {max-wait: ").append(span(maxWait)).append("}\n");
        // Longer than any run: an id that comes again is always a duplicate.
        return text.append("duplicates: {window: 365d}\n").toString();
    }

    private void section(StringBuilder text, String rule, String keys) {
        String mode = modes.containsKey(rule) ? "mode: " + modes.get(rule) : "";
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
