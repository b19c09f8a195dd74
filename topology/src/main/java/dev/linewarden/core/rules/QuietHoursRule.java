package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Handles;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.core.model.Policy.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nobody is texted at night, by the recipient's own clock. A number that may lie in several zones is texted when all of
 * them are awake; a reply to somebody who just wrote is a conversation and exempt.
 */
final class QuietHoursRule implements Rule {

    // Zones that are never awake together within this many days have no common day at all.
    private static final int DAYS_SEARCHED = 8;

    @Override
    public String name() {
        return "quiet-hours";
    }

    @Override
    public List<Finding> judge(Case c) {
        QuietHours hours = c.policy().quietHours();
        if (isReply(c)) {
            return List.of(Finding.passBecause(name(), "a reply to a recent message"));
        }
        Calendar calendar = calendar(hours, c);
        List<ZoneId> zones = zones(c.request(), hours, c);
        Instant morning = firstAwake(c.at(), zones, calendar);
        if (morning == null) {
            zones = List.of(hours.fallbackZone());
            morning = firstAwake(c.at(), zones, calendar);
        }
        if (morning == null) {
            return List.of(Finding.hold(name(), Code.QUIET_HOURS, "the policy leaves no hour of the week awake"));
        }
        if (morning.equals(c.at())) {
            return List.of(Finding.pass(name()));
        }
        ZonedDateTime local = c.at().atZone(zones.get(0));
        return List.of(Finding.deferUntil(
                        name(), Code.QUIET_HOURS, morning, "it is night for the recipient (" + describe(zones) + ")")
                .measured(
                        local.toLocalTime(),
                        calendar.from(local.getDayOfWeek()) + "-" + calendar.to(local.getDayOfWeek())));
    }

    private static boolean isReply(Case c) {
        Instant inbound = c.recipient().lastInbound();
        return inbound != null
                && !c.at().isAfter(inbound.plus(c.policy().quietHours().repliesWithin()));
    }

    /** Whether it is night for the recipient, and the send no reply to a recent message; whatever the rule's mode. */
    static boolean isOffHours(Case c) {
        if (isReply(c)) {
            return false;
        }
        QuietHours hours = c.policy().quietHours();
        Calendar calendar = calendar(hours, c);
        for (ZoneId zone : zones(c.request(), hours, c)) {
            if (!c.at().equals(firstAwakeOn(LocalDate.ofInstant(c.at(), zone), c.at(), zone, calendar))) {
                return true;
            }
        }
        return false;
    }

    /** The calendar of the recipient's part of the country, else of the country, else the general one. */
    private static Calendar calendar(QuietHours hours, Case c) {
        if (!hours.regions().isEmpty() && Handles.isPhoneNumber(c.request().recipient())) {
            for (String region : c.facts().regionsOf(c.request().recipient())) {
                Calendar own = hours.regions().get(region);
                if (own != null) {
                    return own;
                }
            }
        }
        return hours.general();
    }

    private static String describe(List<ZoneId> zones) {
        return zones.size() == 1 ? zones.get(0).getId() : zones.size() + " possible zones";
    }

    private static List<ZoneId> zones(OutboundRequest request, QuietHours hours, Case c) {
        if (hours.zone() != null) {
            return List.of(hours.zone());
        }
        if (request.timeZone() != null) {
            return List.of(ZoneId.of(request.timeZone()));
        }
        if (Handles.isPhoneNumber(request.recipient())) {
            List<ZoneId> possible = c.facts().zonesOf(request.recipient());
            if (!possible.isEmpty()) {
                return possible;
            }
        }
        return List.of(hours.fallbackZone());
    }

    /** The first time at or after {@code from} when every zone is awake; null when there is none. */
    private static @Nullable Instant firstAwake(Instant from, List<ZoneId> zones, Calendar hours) {
        Instant candidate = from;
        Instant horizon = from.plus(Duration.ofDays(DAYS_SEARCHED));
        boolean moved = true;
        while (moved) {
            moved = false;
            for (ZoneId zone : zones) {
                Instant awake = firstAwake(candidate, zone, hours);
                if (awake == null || awake.isAfter(horizon)) {
                    return null;
                }
                if (awake.isAfter(candidate)) {
                    candidate = awake;
                    moved = true;
                }
            }
        }
        return candidate;
    }

    private static @Nullable Instant firstAwake(Instant from, ZoneId zone, Calendar hours) {
        LocalDate today = LocalDate.ofInstant(from, zone);
        for (int day = 0; day <= DAYS_SEARCHED; day++) {
            Instant awake = firstAwakeOn(today.plusDays(day), from, zone, hours);
            if (awake != null) {
                return awake;
            }
        }
        return null;
    }

    /** The first awake instant of the date that is not before {@code from}; null when the date holds none. */
    private static @Nullable Instant firstAwakeOn(LocalDate date, Instant from, ZoneId zone, Calendar hours) {
        LocalTime quietFrom = hours.from(date.getDayOfWeek());
        LocalTime quietTo = hours.to(date.getDayOfWeek());
        Instant midnight = date.atStartOfDay(zone).toInstant();
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        Instant sleep = instant(date, quietFrom, zone, end);
        Instant wake = instant(date, quietTo, zone, end);
        if (quietTo.isBefore(quietFrom)) {
            return within(from, wake, sleep);
        }
        // Quiet in the middle of the day: awake before and after it.
        Instant early = within(from, midnight, sleep);
        return early != null ? early : within(from, wake, end);
    }

    private static Instant instant(LocalDate date, LocalTime time, ZoneId zone, Instant end) {
        Instant instant = ZonedDateTime.of(date, time, zone).toInstant();
        return instant.isAfter(end) ? end : instant;
    }

    private static @Nullable Instant within(Instant from, Instant start, Instant end) {
        Instant first = from.isAfter(start) ? from : start;
        return first.isBefore(end) ? first : null;
    }
}
