package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.NEW;
import static dev.linewarden.audit.diff.Plot.OTHERS;
import static dev.linewarden.audit.diff.Plot.OTHER_LINE;
import static dev.linewarden.audit.diff.Plot.READER;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A server's day is used up to a limit, and somebody wants one more. */
final class ServerPlots {

    private ServerPlots() {}

    /** All of it, and a reply comes. */
    static List<Plot> day(Scene scene) {
        int limit = scene.by().serverQuota().limit();
        Plot plot = filled("a reply after " + limit + " sends of the server's day", scene, limit)
                .hears(scene.at(), READER, OTHER_LINE, "Hi");
        return List.of(plot.asks(scene.at(), scene.ask(READER)));
    }

    /** All that outreach may use, and more outreach comes. */
    static List<Plot> outreach(Scene scene) {
        int limit = scene.by().serverQuota().outreachLimit();
        Plot plot = filled("outreach after " + limit + " sends of the server's day", scene, limit)
                .optedIn(NEW);
        return List.of(plot.asks(scene.at(), scene.ask(NEW).on(OTHER_LINE)));
    }

    /** The day of one zone ends, that of the other goes on. */
    static List<Plot> midnight(Scene scene) {
        Instant midnight = scene.nextDay(scene.by().serverQuota().zone());
        int limit = scene.most(policy -> policy.serverQuota().limit());
        Duration every = Duration.ofMillis(Duration.ofMinutes(10).toMillis() / Math.max(1, limit));
        Plot plot = new Plot("a reply at midnight in "
                        + scene.by().serverQuota().zone() + ", after " + limit + " sends before it")
                .line(LINE)
                .line(OTHER_LINE)
                .sends(midnight.minus(Duration.ofMinutes(10)), limit, every, OTHERS, LINE)
                .hears(midnight, READER, OTHER_LINE, "Hi");
        return List.of(plot.asks(midnight, scene.ask(READER, midnight)));
    }

    /** So much of it that no new recipients are taken, and one comes. */
    static List<Plot> newcomer(Scene scene) {
        int sends = (int) Math.ceil(scene.by().newUsersUpTo());
        Plot plot = filled("a new recipient after " + sends + " sends of the server's day", scene, sends)
                .optedIn(NEW);
        return List.of(plot.asks(scene.at(), scene.ask(NEW)));
    }

    /** So much of it that people are told. */
    static List<Plot> steps(Scene scene) {
        Policy policy = scene.by();
        List<Plot> plots = new ArrayList<>();
        for (double step : policy.assignment().alertAt()) {
            int sends = (int) Math.ceil(step * policy.serverQuota().limit());
            plots.add(filled(sends + " sends of the server's day", scene, sends));
        }
        return plots;
    }

    /** Sends of one line that leave the other line's pace alone, on the day of both zones. */
    private static Plot filled(String gist, Scene scene, int sends) {
        Instant one = scene.dayOf(scene.by().serverQuota().zone());
        Instant two = scene.dayOf(scene.other().serverQuota().zone());
        Instant from = one.isAfter(two) ? one : two;
        Duration time = Duration.between(from, scene.at().minus(scene.calm()));
        Duration every = Duration.ofMillis(Math.min(1000, time.toMillis() / Math.max(1, sends)));
        return new Plot(gist).line(LINE).line(OTHER_LINE).sends(from, sends, every, OTHERS, LINE);
    }
}
