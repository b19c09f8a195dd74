package dev.linewarden.core.model;

import dev.linewarden.core.wishes.Wishes;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one pool. {@link #DEFAULT} holds the published values; every number's source stands beside it.
 *
 * @param version a name of the owner's choosing, recorded in every decision
 * @param mode ENFORCE, or OBSERVE to judge and annotate without blocking anything
 * @param modes the modes that single rules were given, by rule name
 */
public record Policy(
        String version,
        Mode mode,
        ServerQuota serverQuota,
        NewConversations newConversations,
        Assignment assignment,
        Burst burst,
        FollowUps followUps,
        Consent consent,
        QuietHours quietHours,
        FirstMessage firstMessage,
        Dialogue dialogue,
        FlaggedLine flaggedLine,
        Dormancy dormancy,
        Deferral deferral,
        Duplicates duplicates,
        Loop loop,
        Map<String, Mode> modes) {

    public static final Policy DEFAULT = new Policy(
            "default",
            Mode.ENFORCE,
            ServerQuota.DEFAULT,
            NewConversations.DEFAULT,
            Assignment.DEFAULT,
            Burst.DEFAULT,
            FollowUps.DEFAULT,
            Consent.DEFAULT,
            QuietHours.DEFAULT,
            FirstMessage.DEFAULT,
            Dialogue.DEFAULT,
            FlaggedLine.DEFAULT,
            Dormancy.DEFAULT,
            Deferral.DEFAULT,
            Duplicates.DEFAULT,
            Loop.DEFAULT,
            Map.of());

    /** The mode in which a rule runs: a shadow run (pool-wide OBSERVE) turns enforcement of every rule off. */
    public Mode modeOf(String rule) {
        Mode own = modes.getOrDefault(rule, Mode.ENFORCE);
        return own == Mode.ENFORCE ? mode : own;
    }

    /** How many recipients a line may be home to; null while nothing caps them. */
    public @Nullable Integer mostUsers() {
        return modeOf("assignment") == Mode.ENFORCE ? assignment.maxUsersPerLine() : null;
    }

    /** The sends of a day, made and booked, from which on a server takes no new recipients. */
    public double newUsersUpTo() {
        return assignment.noNewUsersAt() * serverQuota.limit();
    }

    /**
     * How many steps of {@code alert-at} a server has passed.
     *
     * @param share of its day's limit
     */
    public int stepsPassed(double share) {
        int passed = 0;
        for (double step : assignment.alertAt()) {
            passed += share >= step ? 1 : 0;
        }
        return passed;
    }

    /** How strictly a rule is taken. */
    public enum Mode {
        ENFORCE,
        OBSERVE,
        OFF
    }

    /** What happens to a send that is over a quota. */
    public enum Over {
        REJECT,
        DEFER
    }

    /** How a first message with an unwelcome trait is met. */
    public enum Strictness {
        REJECT,
        ADVISE,
        OFF
    }

    /** What becomes of the recipients of a flagged line. */
    public enum Rehoming {
        HOLD,
        REASSIGN
    }

    /**
     * Sends of a server in one calendar day. 5,000: the guide, "enforced quotas".
     *
     * @param reserveForReplies share of the limit, 0 to 1, that outreach may not use
     */
    public record ServerQuota(int limit, ZoneId zone, Over over, double reserveForReplies) {
        static final ServerQuota DEFAULT = new ServerQuota(5000, ZoneOffset.UTC, Over.REJECT, 0.0);

        /** Sends of the day that outreach may reach up to. */
        public int outreachLimit() {
            return (int) Math.floor(limit * (1 - reserveForReplies) + 1e-9);
        }
    }

    /**
     * New conversations of a line in one calendar day. 50: the guide, "enforced quotas".
     *
     * @param warmUp the limits on day 1, 2, … since the line's activation; the full limit after the last
     */
    public record NewConversations(int limit, ZoneId zone, Over over, List<Integer> warmUp) {
        static final NewConversations DEFAULT = new NewConversations(50, ZoneOffset.UTC, Over.DEFER, List.of());

        /** The limit on the given day of a line's life, 1 being the day of its activation. */
        public int limitOnDay(long day) {
            return day >= 1 && day <= warmUp.size() ? Math.min(limit, warmUp.get((int) day - 1)) : limit;
        }
    }

    /**
     * Which servers take new recipients. 70-80 %: the guide, "stop assigning new users to it".
     *
     * @param noNewUsersAt share of the server's daily quota, 0 to 1
     * @param alertAt shares at which the operator is told, ascending
     * @param maxUsersPerLine how many recipients a line may be home to; null for any number. Platforms say 400-500 for
     *     moderate use, 200-400 for intensive use
     */
    public record Assignment(
            double noNewUsersAt,
            List<Double> alertAt,
            @Nullable Integer maxUsersPerLine) {
        static final Assignment DEFAULT = new Assignment(0.75, List.of(0.70, 0.80), null);
    }

    /**
     * Sends of a line in any interval of {@code window}. 100 in a tight window flags a line (the guide); 1 a second is
     * the published rate, so 60 a minute; outreach a third of it, to stay far below.
     *
     * @param minGap least time between two outreach sends of a line ("never several within seconds")
     * @param jitter up to this much more, by a hash of the request, so that a queue does not tick like a machine
     */
    public record Burst(Duration window, int max, int maxOutreach, Duration minGap, Duration jitter) {
        static final Burst DEFAULT =
                new Burst(Duration.ofSeconds(60), 60, 20, Duration.ofSeconds(2), Duration.ofSeconds(1));
    }

    /**
     * Messages to somebody who does not answer. 2-3 follow-ups at least 24 h apart: the guide.
     *
     * @param max follow-up turns after the opener
     * @param turnWindow messages this close to a turn's first belong to it
     * @param turnMessages most messages in one turn
     * @param activeWindow a conversation is active this long after an inbound message
     * @param monologue most messages in a row inside an active conversation
     * @param resetAfter without a send for this long, the count begins anew
     */
    public record FollowUps(
            int max,
            Duration spacing,
            Duration turnWindow,
            int turnMessages,
            Duration activeWindow,
            int monologue,
            Duration resetAfter) {
        static final FollowUps DEFAULT = new FollowUps(
                2, Duration.ofHours(24), Duration.ofMinutes(2), 3, Duration.ofHours(24), 10, Duration.ofDays(30));
    }

    /**
     * Whether somebody has to opt in or write first.
     *
     * @param wishes what asks not to be written to, and takes it back: the built-in words and the policy's own
     * @param confirmWithin how long after an opt-out its confirmation goes, and after HELP its answer, the end not included.
     *     5 minutes: 47 CFR 64.1200(a)(12)
     */
    public record Consent(boolean required, Wishes wishes, Duration confirmWithin) {
        static final Consent DEFAULT = new Consent(true, Wishes.BUILT_IN, Duration.ofMinutes(5));
    }

    /**
     * The recipient's night. 8 a.m. to 9 p.m. recipient-local: US federal rule (TCPA), the guide's table.
     *
     * @param general the calendar of everybody who has no other
     * @param zone the zone that always counts; null for the recipient's own
     * @param fallbackZone when the recipient's zone cannot be known
     * @param repliesWithin this long after an inbound message, its end included, a reply is exempt
     * @param exempt what is sent at night too: a login code that somebody waits for
     * @param regions the calendars of countries ("FR") and their parts ("US-TX"), by ISO 3166 code
     */
    public record QuietHours(
            Calendar general,
            @Nullable ZoneId zone,
            ZoneId fallbackZone,
            Duration repliesWithin,
            Set<Purpose> exempt,
            Map<String, Calendar> regions) {
        static final QuietHours DEFAULT = new QuietHours(
                new Calendar(LocalTime.of(21, 0), LocalTime.of(8, 0), Map.of(), Set.of()),
                null,
                ZoneId.of("America/New_York"),
                Duration.ofMinutes(60),
                Set.of(Purpose.ONE_TIME_CODE),
                Map.of());
    }

    /**
     * When it is night, by the clock on the recipient's wall.
     *
     * @param from when quiet begins
     * @param to when it ends
     * @param days overrides by weekday
     * @param holidays days on which nobody is awake
     */
    public record Calendar(LocalTime from, LocalTime to, Map<DayOfWeek, Day> days, Set<LocalDate> holidays) {

        /**
         * One weekday's own hours; null keeps the general one.
         *
         * @param closed whether nobody is awake on that weekday
         */
        public record Day(
                @Nullable LocalTime from, @Nullable LocalTime to, boolean closed) {

            public static final Day CLOSED = new Day(null, null, true);
        }

        /** Whether nobody is awake on that day: a holiday, or a weekday that is kept closed. */
        public boolean isClosed(LocalDate date) {
            return isClosed(date.getDayOfWeek()) || holidays.contains(date);
        }

        /** Whether nobody is awake on the given weekday. */
        public boolean isClosed(DayOfWeek day) {
            Day own = days.get(day);
            return own != null && own.closed();
        }

        /** When quiet begins on the given weekday. */
        public LocalTime from(DayOfWeek day) {
            Day own = days.get(day);
            return own == null || own.from() == null ? from : own.from();
        }

        /** When quiet ends on the given weekday. */
        public LocalTime to(DayOfWeek day) {
            Day own = days.get(day);
            return own == null || own.to() == null ? to : own.to();
        }
    }

    /** What a first message may hold. Text only, built to get a response: the guide, "Don't". */
    public record FirstMessage(Strictness links, Strictness media, Strictness question) {
        static final FirstMessage DEFAULT = new FirstMessage(Strictness.REJECT, Strictness.REJECT, Strictness.ADVISE);
    }

    /**
     * When a line that nobody answers backs off. 7 days: the window over which published values measure replies. 5 %: half of
     * the floor of 1 inbound per 10 outbound in the guide.
     *
     * @param grace an opener younger than this is not counted: its answer may still come
     * @param backoff how far apart the outreach of a silent line trickles
     */
    public record Dialogue(Duration window, int minOpeners, double minReplyRate, Duration grace, Duration backoff) {
        static final Dialogue DEFAULT =
                new Dialogue(Duration.ofDays(7), 40, 0.05, Duration.ofHours(1), Duration.ofHours(1));
    }

    /** What becomes of a flagged line's new and known recipients. */
    public record FlaggedLine(Rehoming newUsers, Rehoming home) {
        static final FlaggedLine DEFAULT = new FlaggedLine(Rehoming.REASSIGN, Rehoming.HOLD);
    }

    /** Lines without traffic for about two months are deactivated: the guide, "Don't leave fallback lines dormant". */
    public record Dormancy(Duration preferAfter, Duration warnAfter, Duration deactivatedAfter) {
        static final Dormancy DEFAULT = new Dormancy(Duration.ofDays(30), Duration.ofDays(45), Duration.ofDays(60));
    }

    /** How long a request may wait at most. 72 h: an opener and its spacing, twice, and a night. */
    public record Deferral(Duration maxWait) {
        static final Deferral DEFAULT = new Deferral(Duration.ofHours(72));
    }

    /** How long a request id is remembered. 7 d: as long as outbound-requests is kept. */
    public record Duplicates(Duration window) {
        static final Duplicates DEFAULT = new Duplicates(Duration.ofDays(7));
    }

    /**
     * Two machines that answer each other. 30 messages of both sides in 5 minutes, one in ten seconds: Linewarden's choice,
     * well above two people who type.
     *
     * @param max most messages of both sides with one recipient in any interval of {@code window}
     * @param pause how long after the last of them the next one goes, once there was one too many
     */
    public record Loop(Duration window, int max, Duration pause) {
        static final Loop DEFAULT = new Loop(Duration.ofMinutes(5), 30, Duration.ofHours(1));
    }
}
