package dev.linewarden.audit.oracle.pass;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the audit reads it from its recorded text, with the contract's defaults for what it does not say. Times are
 * milliseconds. Shares nothing with the core's Policy, so that a key that is read wrongly is noticed too.
 */
final class Terms {

    private static final int HASH_DIGITS = 16;
    private static final String ENFORCE = "enforce";
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
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
            "loop",
            "line");

    static final Terms DEFAULT = new Terms("{}");

    final String hash;
    final int serverLimit;
    final int outreachLimit;
    final ZoneId serverZone;
    final int newLimit;
    final ZoneId newZone;
    final List<Integer> warmUp;
    final double noNewUsersAt;
    final @Nullable Integer mostUsers;
    final long window;
    final int max;
    final int maxOutreach;
    final long minGap;
    final int mostTurns;
    final long spacing;
    final long turnWindow;
    final int turnMessages;
    final long activeWindow;
    final int monologue;
    final long resetAfter;
    final boolean consentRequired;
    final long confirmWithin;
    final Set<String> optOutWords;
    final Set<String> optInWords;
    final Set<String> optOutPhrases;
    final Hours hours;
    final Map<String, Hours> regions;
    final @Nullable ZoneId quietZone;
    final ZoneId fallbackZone;
    final long repliesWithin;
    final List<String> exempt;
    final boolean linksRejected;
    final boolean mediaRejected;
    final boolean statementsRejected;
    final long dialogueWindow;
    final int minOpeners;
    final double minReplyRate;
    final long grace;
    final long backoff;
    final boolean flaggedReassigned;
    final long maxWait;
    final long duplicatesWindow;
    final long loopWindow;
    final int loopMax;
    final long loopPause;
    private final Map<String, String> modes = new HashMap<>();

    /**
     * Reads a text.
     *
     * @throws RuntimeException for a text that no gate would have adopted
     */
    Terms(String yaml) {
        PolicyText all = PolicyText.of(yaml);
        hash = hashOf(yaml);
        RULES.forEach(rule -> modes.put(
                rule,
                all.text("mode", ENFORCE).equals(ENFORCE) ? all.section(rule).text("mode", ENFORCE) : "observe"));
        PolicyText server = all.section("server-quota");
        serverLimit = server.number("limit", 5_000);
        serverZone = server.zone("zone", ZoneOffset.UTC);
        // A share of a whole is cut, but not for the sake of a fraction that binary numbers cannot hold.
        outreachLimit = (int) Math.floor(serverLimit * (1 - server.share("reserve-for-replies", 0)) + 1e-6);
        PolicyText opened = all.section("new-conversations");
        newLimit = opened.number("limit", 50);
        newZone = opened.zone("zone", ZoneOffset.UTC);
        warmUp = opened.numbers("warm-up");
        PolicyText assignment = all.section("assignment");
        noNewUsersAt = assignment.share("no-new-users-at", 0.75);
        String most = assignment.text("max-users-per-line", "null");
        mostUsers = most.equals("null") ? null : Integer.valueOf(most.replace("_", ""));
        PolicyText burst = all.section("burst");
        window = burst.millis("window", Duration.ofSeconds(60));
        max = burst.number("max", 60);
        maxOutreach = burst.number("max-outreach", 20);
        minGap = burst.millis("min-gap", Duration.ofSeconds(2));
        PolicyText turns = all.section("follow-ups");
        mostTurns = 1 + turns.number("max", 2);
        spacing = turns.millis("spacing", Duration.ofHours(24));
        turnWindow = turns.millis("turn-window", Duration.ofMinutes(2));
        turnMessages = turns.number("turn-messages", 3);
        activeWindow = turns.millis("active-window", Duration.ofHours(24));
        monologue = turns.number("monologue", 10);
        resetAfter = turns.millis("reset-after", Duration.ofDays(30));
        PolicyText consent = all.section("consent");
        consentRequired = consent.text("required", "true").equals("true");
        confirmWithin = consent.millis("confirm-within", Duration.ofMinutes(5));
        optOutWords = consent.words("opt-out-words");
        optInWords = consent.words("opt-in-words");
        optOutPhrases = consent.words("opt-out-phrases");
        PolicyText quiet = all.section("quiet-hours");
        hours = Hours.of(quiet, Hours.DEFAULT);
        regions = new HashMap<>();
        PolicyText parts = quiet.section("regions");
        parts.keys().forEach(code -> regions.put(code, Hours.of(parts.section(code), hours)));
        String zone = quiet.text("zone", "recipient");
        quietZone = zone.equals("recipient") ? null : ZoneId.of(zone);
        fallbackZone = quiet.zone("fallback-zone", NEW_YORK);
        repliesWithin = quiet.millis("replies-within", Duration.ofMinutes(60));
        exempt = quiet.has("exempt") ? quiet.list("exempt") : List.of("ONE_TIME_CODE");
        PolicyText first = all.section("first-message");
        linksRejected = first.text("links", "reject").equals("reject");
        mediaRejected = first.text("media", "reject").equals("reject");
        statementsRejected = first.text("question", "advise").equals("reject");
        PolicyText dialogue = all.section("dialogue");
        dialogueWindow = dialogue.millis("window", Duration.ofDays(7));
        minOpeners = dialogue.number("min-openers", 40);
        minReplyRate = dialogue.share("min-reply-rate", 0.05);
        grace = dialogue.millis("grace", Duration.ofHours(1));
        backoff = dialogue.millis("backoff", Duration.ofHours(1));
        flaggedReassigned = all.section("flagged-line").text("home", "hold").equals("reassign");
        maxWait = all.section("deferral").millis("max-wait", Duration.ofHours(72));
        duplicatesWindow = all.section("duplicates").millis("window", Duration.ofDays(7));
        PolicyText loop = all.section("loop");
        loopWindow = loop.millis("window", Duration.ofMinutes(5));
        loopMax = loop.number("max", 30);
        loopPause = loop.millis("pause", Duration.ofHours(1));
    }

    /** As decisions name a policy: the first hex digits of its text's SHA-256. */
    static String hashOf(String yaml) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    boolean enforces(String rule) {
        return modes.getOrDefault(rule, ENFORCE).equals(ENFORCE);
    }

    /** New conversations that a line may open on the day, when it was activated then; null for one that is long warm. */
    int newLimitOn(LocalDate day, @Nullable Instant activated) {
        if (activated == null) {
            return newLimit;
        }
        long age = ChronoUnit.DAYS.between(LocalDate.ofInstant(activated, newZone), day);
        return age >= 0 && age < warmUp.size() ? Math.min(newLimit, warmUp.get((int) age)) : newLimit;
    }
}
