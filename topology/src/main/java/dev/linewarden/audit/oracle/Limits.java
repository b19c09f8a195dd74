package dev.linewarden.audit.oracle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the oracle knows it: plain values. Shares nothing with the core's Policy, so that a key that is read wrongly
 * is noticed too.
 *
 * @param serverDefers whether a full server defers until its day ends, and does not reject
 * @param reserve the share of a server's day that outreach may not use
 * @param newRejects whether a line's spent day rejects, and does not defer
 * @param warmUp new conversations on day 1, 2, … of a line
 * @param quietFrom the minute of the day at which the night begins; {@code quietTo} where it ends
 * @param sundayTo where it ends on Sundays; -1 for no exception
 * @param quietZone the zone of everybody; null for the recipient's own
 * @param links what becomes of a link in a first message: reject, advise or off; {@code media} likewise
 * @param loopMax messages of both sides with one recipient within {@code loopWindow}
 * @param modes rules that do not enforce, by name: observe or off
 */
public record Limits(
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
        Duration confirmWithin,
        int quietFrom,
        int quietTo,
        int sundayTo,
        @Nullable ZoneId quietZone,
        Duration repliesWithin,
        String links,
        String media,
        Duration dialogueWindow,
        int minOpeners,
        double minReplyRate,
        Duration grace,
        Duration backoff,
        boolean homeReassigned,
        Duration maxWait,
        Duration loopWindow,
        int loopMax,
        Duration loopPause,
        Map<String, String> modes) {

    boolean enforces(String rule) {
        return !modes.containsKey(rule);
    }

    int outreachLimit() {
        return (int) (serverLimit * (1 - reserve));
    }

    /** Whether the zone is asleep, its Sundays among others. */
    boolean isNight(Instant at, ZoneId zone) {
        int minute = LocalTime.ofInstant(at, zone).toSecondOfDay() / 60;
        boolean sunday = LocalDate.ofInstant(at, zone).getDayOfWeek() == DayOfWeek.SUNDAY;
        int to = sunday && sundayTo >= 0 ? sundayTo : quietTo;
        boolean afterwards = minute >= to;
        boolean beforehand = minute < quietFrom;
        return !(to < quietFrom ? afterwards && beforehand : afterwards || beforehand);
    }

    /** New conversations that a line may open on the day, when it was activated then; null for a line that is long warm. */
    int newLimitOn(LocalDate day, @Nullable Instant activated) {
        if (activated == null) {
            return newLimit;
        }
        long age = ChronoUnit.DAYS.between(LocalDate.ofInstant(activated, newZone), day);
        return age < warmUp.size() ? Math.min(newLimit, warmUp.get((int) age)) : newLimit;
    }
}
