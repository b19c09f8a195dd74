package dev.linewarden.core.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How the gate's time passes: as it does, or faster from some day in the past on, until it has caught up with the present.
 * A gate that runs ahead of its broker's clock could not write what it decides, which is why it begins in the past.
 *
 * @param began the real time at which it began
 * @param from the gate's time at that moment
 * @param speed how many seconds of the gate's time pass in one
 */
public record Pace(Instant began, Instant from, double speed) {

    /** Time as it is. */
    public static final Pace REAL = new Pace(Instant.EPOCH, Instant.EPOCH, 1);

    public Pace {
        if (from.isAfter(began) || speed < 1) {
            throw new IllegalArgumentException("time runs from the past on, and not slower than it does");
        }
        // What records carry: a decision must see no finer time than the one that it is recorded with.
        began = began.truncatedTo(ChronoUnit.MILLIS);
        from = from.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The gate's time at a real time. */
    public Instant at(Instant real) {
        if (equals(REAL)) {
            return real;
        }
        Instant then = from.plusMillis((long) (Duration.between(began, real).toMillis() * speed));
        return then.isAfter(real) ? real : then;
    }

    /** Whether it passes faster than it does. */
    public boolean isFast() {
        return speed > 1;
    }

    /** At most this much of the gate's time passes in a real duration. */
    public Duration over(Duration real) {
        return Duration.ofMillis((long) (real.toMillis() * speed));
    }
}
