package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.NEW;
import static dev.linewarden.audit.diff.Plot.OTHERS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A line has sent as fast as it may, and one more comes. */
final class PacePlots {

    private static final String READERS = "reader{i}@example.com";
    private static final int IDS_TRIED = 5;

    private PacePlots() {}

    /** As many replies at once as go, and one more. */
    static List<Plot> replies(Scene scene) {
        int replies = scene.by().burst().max() + 1;
        Plot plot = new Plot(replies + " replies of the line at once")
                .line(LINE)
                .hears(scene.at(), replies, Duration.ZERO, READERS, LINE, "Hi");
        Ask ask = Ask.of("r{i}", READERS).in(scene.zoneAt(scene.at()));
        return List.of(plot.asks(scene.at(), replies, ask));
    }

    /** As many as go in one window, and one more when it is over. */
    static List<Plot> window(Scene scene) {
        return Stream.of(scene.by().burst().max(), scene.most(policy -> policy.burst()
                        .max()))
                .distinct()
                .map(sends -> window(scene, sends))
                .toList();
    }

    private static Plot window(Scene scene, int sends) {
        Duration window = scene.by().burst().window();
        String last = "last@example.com";
        return new Plot("a reply " + Times.inWords(window) + " after " + sends + " sends of the line")
                .line(LINE)
                .sends(scene.at().minus(window), sends, Duration.ZERO, "others{i}@example.com", LINE)
                .hears(scene.at(), last, LINE, "Hi")
                .asks(scene.at(), scene.ask(last));
    }

    /** As much outreach as goes in one window, and more of it while the window lasts; as far apart as both want, or one. */
    static List<Plot> outreach(Scene scene) {
        return Stream.of(scene.gap(), scene.nearGap())
                .distinct()
                .map(gap -> outreach(scene, gap))
                .toList();
    }

    private static Plot outreach(Scene scene, Duration gap) {
        int sends = scene.by().burst().maxOutreach();
        return new Plot("outreach " + Times.inWords(gap) + " after " + sends + " others of the line")
                .line(LINE)
                .optedIn(NEW)
                .sends(scene.at().minus(gap), sends, Duration.ZERO, OTHERS, LINE)
                .asks(scene.at(), scene.ask(NEW).on(LINE));
    }

    /** Outreach as soon as one policy lets it go, and right behind other outreach. */
    static List<Plot> gap(Scene scene) {
        List<Plot> plots = new ArrayList<>();
        Duration gap = Scene.gapOf(scene.by());
        for (Duration apart : List.of(gap, Duration.ZERO)) {
            for (int id = 1; id <= IDS_TRIED; id++) {
                Plot plot = new Plot("outreach " + Times.inWords(apart) + " after other outreach of the line")
                        .line(LINE)
                        .optedIn(NEW)
                        .sends(scene.at().minus(apart), 1, Duration.ZERO, OTHERS, LINE);
                plots.add(plot.asks(scene.at(), scene.ask(NEW).on(LINE).with("request_id", "r" + id)));
            }
        }
        return plots;
    }
}
