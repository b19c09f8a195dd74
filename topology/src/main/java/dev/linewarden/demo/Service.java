package dev.linewarden.demo;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream service, and how it sends. One is as it should be; each of the others has one of the guide's five sins.
 *
 * @param hours which hours of the UTC day it sends in; null for one blast a day
 * @param perDay messages a day
 * @param blastAt when its blast begins; null for one that spreads them
 * @param texts what it says
 */
record Service(
        String name,
        Audience audience,
        @Nullable Hours hours,
        int perDay,
        @Nullable LocalTime blastAt,
        Duration blastLasts,
        List<String> texts) {

    enum Audience {
        /** People who agreed. */
        AGREED,
        /** A few who agreed and never answer: the same ones again and again. */
        SILENT,
        /** A bought list. */
        STRANGERS,
        /** People on the American continent. */
        AMERICANS
    }

    record Hours(int from, int to) {}

    static final List<Service> ALL = List.of(
            new Service(
                    "reminders",
                    Audience.AGREED,
                    new Hours(14, 24),
                    160,
                    null,
                    Duration.ZERO,
                    List.of(
                            "Ready for your update?",
                            "Does tomorrow at ten still suit you?",
                            "Did the parcel arrive?")),
            new Service(
                    "newsletter",
                    Audience.AGREED,
                    null,
                    700,
                    LocalTime.of(19, 0),
                    Duration.ofSeconds(45),
                    List.of(
                            "This week's offers are here: shall we send the list?",
                            "Big news: https://example.com/news")),
            new Service(
                    "dunning",
                    Audience.SILENT,
                    new Hours(14, 24),
                    250,
                    null,
                    Duration.ZERO,
                    List.of("Your invoice is open.", "We have not heard from you.", "Still there?")),
            new Service(
                    "growth",
                    Audience.STRANGERS,
                    new Hours(16, 20),
                    480,
                    null,
                    Duration.ZERO,
                    List.of("Hi! Do you own your home?")),
            new Service(
                    "night-batch",
                    Audience.AMERICANS,
                    null,
                    90,
                    LocalTime.of(8, 30),
                    Duration.ofMinutes(20),
                    List.of("Your report is ready. Shall we send it?")));
}
