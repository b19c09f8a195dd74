package dev.linewarden.core.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A time over which a rule counts: from {@code from} to before {@code to}. */
public record Window(Instant from, Instant to) {

    /** The calendar day that holds the time. */
    static Window dayOf(Instant at, ZoneId zone) {
        return new Window(LocalDate.ofInstant(at, zone).atStartOfDay(zone).toInstant(), Case.nextDay(at, zone));
    }

    /** As long as that, up to the time. */
    static Window before(Instant at, Duration length) {
        return new Window(at.minus(length), at);
    }
}
