package dev.linewarden.audit.diff;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * Where a plot plays: the two policies, one of them the one whose limits it goes to, and the time of the request that it is
 * about.
 *
 * @param at when the request comes; what leads to it lies before
 * @param hour what the clock of its recipient shows then, where the policies go by the request's own zone
 */
record Scene(Policy by, Policy other, Instant at, int hour) {

    private static final int HOURS = 24;
    private static final int EASTMOST = 12;

    /** A zone in which the clock shows the hour of the scene at that time. */
    String zoneAt(Instant time) {
        int east = Math.floorMod(hour - time.atOffset(ZoneOffset.UTC).getHour(), HOURS);
        // Its names have the sign of ships, against that of all other clocks.
        return east == 0 ? "UTC" : east <= EASTMOST ? "Etc/GMT-" + east : "Etc/GMT+" + (HOURS - east);
    }

    /** The longer of the durations that the policies have. */
    Duration longest(Function<Policy, Duration> key) {
        Duration one = key.apply(by);
        Duration two = key.apply(other);
        return one.compareTo(two) > 0 ? one : two;
    }

    /** The shorter of the durations that the policies have. */
    Duration shortest(Function<Policy, Duration> key) {
        Duration one = key.apply(by);
        return one.equals(longest(key)) ? key.apply(other) : one;
    }

    int most(Function<Policy, Integer> key) {
        return Math.max(key.apply(by), key.apply(other));
    }

    /** So long after a line's last send no limit of its pace holds back. */
    Duration calm() {
        return longest(policy -> policy.burst().window()).plus(gap());
    }

    /** So long after a line's last outreach the next keeps its distance with both policies. */
    Duration gap() {
        return longest(Scene::gapOf).plusSeconds(1);
    }

    /** So long after it the next keeps its distance with one of them. */
    Duration nearGap() {
        return shortest(Scene::gapOf).plusSeconds(1);
    }

    /** How far apart a line's outreach is kept at most. */
    static Duration gapOf(Policy policy) {
        return policy.burst().minGap().plus(policy.burst().jitter());
    }

    /** The beginning of the calendar day on which the request comes. */
    Instant dayOf(ZoneId zone) {
        return LocalDate.ofInstant(at, zone).atStartOfDay(zone).toInstant();
    }

    /** The beginning of the calendar day after it. */
    Instant nextDay(ZoneId zone) {
        return LocalDate.ofInstant(at, zone).plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Somebody's next request, in a zone where it is the scene's hour. */
    Ask ask(String recipient, Instant time) {
        return Ask.of("r1", recipient).in(zoneAt(time));
    }

    Ask ask(String recipient) {
        return ask(recipient, at);
    }
}
