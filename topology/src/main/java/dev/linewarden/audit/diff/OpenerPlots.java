package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.NEW;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A line has opened as many conversations as it may, or is home to as many recipients, and one more comes. */
final class OpenerPlots {

    private static final Duration APART = Duration.ofSeconds(1);

    private OpenerPlots() {}

    static List<Plot> day(Scene scene) {
        int limit = scene.by().newConversations().limit();
        Plot plot = new Plot("an opener after " + limit + " new conversations of the line's day").line(LINE);
        return List.of(opened(plot, scene, scene.at(), limit));
    }

    /** On a day of its ramp. */
    static List<Plot> rampDay(Scene scene) {
        Policy.NewConversations one = scene.by().newConversations();
        Policy.NewConversations two = scene.other().newConversations();
        List<Plot> plots = new ArrayList<>();
        for (int day = 1; day <= Math.max(one.warmUp().size(), two.warmUp().size()); day++) {
            if (one.limitOnDay(day) != two.limitOnDay(day)) {
                int limit = one.limitOnDay(day);
                Plot plot = new Plot("an opener after " + limit + " new conversations of the line's day " + day)
                        .line(LINE, scene.at().minus(Duration.ofDays(day - 1L)));
                plots.add(opened(plot, scene, scene.at(), limit));
            }
        }
        return plots;
    }

    /** The day of one zone ends, that of the other goes on. */
    static List<Plot> midnight(Scene scene) {
        Instant midnight = scene.nextDay(scene.by().newConversations().zone());
        int limit = scene.most(policy -> policy.newConversations().limit());
        Plot plot = new Plot("an opener at midnight in "
                        + scene.by().newConversations().zone() + ", after " + limit + " before it")
                .line(LINE);
        return List.of(opened(plot, scene, midnight, limit));
    }

    /** Answered, so that the line is not silent, and long enough before, so that its pace is not the limit. */
    private static Plot opened(Plot plot, Scene scene, Instant at, int openers) {
        Instant last = at.minus(scene.calm());
        return plot.optedIn(NEW)
                .sends(last.minus(APART.multipliedBy(openers)), openers, APART, "opened{i}@example.com", LINE)
                .hears(last, openers, Duration.ZERO, "opened{i}@example.com", LINE, "Yes")
                .asks(at, scene.ask(NEW, at).on(LINE));
    }

    /** Whoever writes first has a home too. */
    static List<Plot> fullLine(Scene scene) {
        Integer most = scene.by().assignment().maxUsersPerLine();
        if (most == null) {
            return List.of();
        }
        Plot plot = new Plot("a new recipient when the line is home to " + most)
                .line(LINE)
                .optedIn(NEW)
                .hears(scene.at(), most, Duration.ZERO, "home{i}@example.com", LINE, "Hi");
        return List.of(plot.asks(scene.at(), scene.ask(NEW)));
    }
}
