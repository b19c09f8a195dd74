package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.core.model.Policy.QuietHours;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.facts.LibraryFacts;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Somebody is written to when a night begins or ends, or on a day that is kept closed. */
final class NightPlots {

    private static final ZoneId USUAL = ZoneId.of("America/New_York");
    private static final String MAIL = "sleeper@example.com";
    private static final LocalTime NOON = LocalTime.of(12, 0);
    private static final LocalTime DEEP = LocalTime.of(3, 0);
    private static final int DAYS = 7;
    private static final int MOST_NUMBERS = 8;

    private NightPlots() {}

    /** Who is written to, and the zone in which the clock of that person is read. */
    private record Sleeper(String handle, ZoneId zone, boolean isSaid) {

        Ask ask() {
            Ask ask = Ask.of("r1", handle);
            return isSaid ? ask.in(zone.getId()) : ask;
        }
    }

    /** Whoever lives by the general hours. */
    static List<Plot> hours(Scene scene) {
        return at(scene, null, sleepers(scene), NightPlots::message);
    }

    /** Whoever has a number of the region. */
    static List<Plot> region(String region, Scene scene) {
        LibraryFacts facts = new LibraryFacts();
        List<Sleeper> sleepers = LibraryFacts.numbersIn(region).stream()
                .limit(MOST_NUMBERS)
                .map(number -> new Sleeper(number, facts.placesOf(number).get(0).zone(), false))
                .toList();
        return at(scene, region, sleepers, NightPlots::message);
    }

    private static Plot message(Sleeper sleeper, Instant at) {
        return new Plot("a message " + clock(sleeper, at))
                .line(LINE)
                .optedIn(sleeper.handle())
                .asks(at, sleeper.ask());
    }

    /** What one of them sends at night too. */
    static List<Plot> exempt(Scene scene) {
        Set<Purpose> purposes = new TreeSet<>(scene.by().quietHours().exempt());
        purposes.removeAll(scene.other().quietHours().exempt());
        List<Plot> plots = new ArrayList<>();
        for (Purpose purpose : purposes) {
            plots.addAll(at(scene, null, sleepers(scene), (sleeper, at) -> new Plot(purpose + " " + clock(sleeper, at))
                    .line(LINE)
                    .optedIn(sleeper.handle())
                    .asks(at, sleeper.ask().with("purpose", purpose.name()))));
        }
        return plots;
    }

    /** As late after somebody wrote as is a reply for one of them. */
    static List<Plot> reply(Scene scene) {
        var within = scene.by().quietHours().repliesWithin();
        return at(scene, null, sleepers(scene), (sleeper, at) -> new Plot(
                        "a message " + clock(sleeper, at) + ", " + Times.inWords(within) + " after the recipient wrote")
                .line(LINE)
                .hears(at.minus(within), sleeper.handle(), LINE, "Hi")
                .asks(at, sleeper.ask()));
    }

    private static String clock(Sleeper sleeper, Instant at) {
        var local = at.atZone(sleeper.zone());
        String day = local.getDayOfWeek().name();
        return "at " + local.toLocalTime() + " on " + day.charAt(0)
                + day.substring(1).toLowerCase(Locale.ROOT) + ", " + local.toLocalDate() + ", in "
                + sleeper.zone().getId();
    }

    private static List<Sleeper> sleepers(Scene scene) {
        Set<Sleeper> sleepers = new LinkedHashSet<>();
        sleepers.add(new Sleeper(MAIL, USUAL, true));
        for (Policy policy : List.of(scene.by(), scene.other())) {
            ZoneId zone = policy.quietHours().zone();
            if (zone != null) {
                sleepers.add(new Sleeper(MAIL, zone, true));
            }
            sleepers.add(new Sleeper(MAIL, policy.quietHours().fallbackZone(), false));
        }
        return List.copyOf(sleepers);
    }

    private static List<Plot> at(
            Scene scene, @Nullable String region, List<Sleeper> sleepers, BiFunction<Sleeper, Instant, Plot> plot) {
        Set<LocalTime> times = new LinkedHashSet<>();
        Set<LocalDate> dates = new LinkedHashSet<>();
        LocalDate monday = LocalDate.ofInstant(scene.at(), ZoneOffset.UTC);
        monday.datesUntil(monday.plusDays(DAYS)).forEach(dates::add);
        for (Policy policy : List.of(scene.by(), scene.other())) {
            Calendar calendar = calendar(policy.quietHours(), region);
            times.add(calendar.from());
            times.add(calendar.to());
            for (DayOfWeek day : DayOfWeek.values()) {
                times.add(calendar.from(day));
                times.add(calendar.to(day));
            }
            dates.addAll(new TreeSet<>(calendar.holidays()));
        }
        times.add(NOON);
        times.add(DEEP);
        List<Plot> plots = new ArrayList<>();
        for (LocalDate date : dates) {
            for (LocalTime time : times) {
                for (Sleeper sleeper : sleepers) {
                    plots.add(plot.apply(
                            sleeper, date.atTime(time).atZone(sleeper.zone()).toInstant()));
                }
            }
        }
        return plots;
    }

    private static Calendar calendar(QuietHours hours, @Nullable String region) {
        Calendar own = region == null ? null : hours.regions().get(region);
        return own == null ? hours.general() : own;
    }
}
