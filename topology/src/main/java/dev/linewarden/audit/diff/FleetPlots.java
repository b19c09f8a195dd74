package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.NEW;
import static dev.linewarden.audit.diff.Plot.OTHERS;
import static dev.linewarden.audit.diff.Plot.OTHER_LINE;
import static dev.linewarden.audit.diff.Plot.READER;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Lines that are paused, flagged or idle, and requests that wait or come twice. */
final class FleetPlots {

    private FleetPlots() {}

    static List<Plot> anything(Scene scene) {
        Plot plot = new Plot("any request").line(LINE);
        return List.of(plot.hears(scene.at(), READER, LINE, "Hi").asks(scene.at(), scene.ask(READER)));
    }

    static List<Plot> pausedLine(Scene scene) {
        Plot plot = new Plot("a request for a line that is paused").line(LINE).optedIn(NEW);
        return List.of(plot.reported(scene.at(), LINE, "PAUSED")
                .asks(scene.at(), scene.ask(NEW).on(LINE)));
    }

    static List<Plot> flaggedHome(Scene scene) {
        Plot plot = new Plot("a reply to somebody whose line was flagged")
                .line(LINE)
                .line(OTHER_LINE);
        return List.of(plot.hears(scene.at(), READER, LINE, "Hi")
                .reported(scene.at(), LINE, "FLAGGED")
                .asks(scene.at(), scene.ask(READER)));
    }

    /** Of two lines the one that was idle is first, for one of the policies. */
    static List<Plot> idleLineFirst(Scene scene) {
        Duration idle = scene.by().dormancy().preferAfter();
        Instant begin = scene.at().minus(idle);
        Plot plot = new Plot("a new recipient when " + OTHER_LINE + " was idle for " + Times.inWords(idle))
                .line(LINE)
                .line(OTHER_LINE)
                .optedIn(NEW)
                .sends(begin, 1, Duration.ZERO, OTHERS, OTHER_LINE)
                .sends(scene.at().minus(scene.calm()), 1, Duration.ZERO, OTHERS, LINE);
        return List.of(plot.asks(scene.at(), scene.ask(NEW)));
    }

    static List<Plot> dormantLine(Scene scene) {
        return idle(scene, policy -> policy.dormancy().warnAfter());
    }

    static List<Plot> deadLine(Scene scene) {
        return idle(scene, policy -> policy.dormancy().deactivatedAfter());
    }

    private static List<Plot> idle(Scene scene, Function<Policy, Duration> key) {
        Duration idle = key.apply(scene.by());
        Plot plot = new Plot("a line that sends nothing for " + Times.inWords(idle)).line(LINE);
        return List.of(plot.sends(scene.at(), 1, Duration.ZERO, OTHERS, LINE)
                .passes(scene.at().plus(idle)));
    }

    /** Held, until one of the policies says that it has waited long enough. */
    static List<Plot> longWait(Scene scene) {
        Duration wait = scene.by().deferral().maxWait();
        Plot plot = new Plot("a request that has waited " + Times.inWords(wait) + " for a paused line")
                .line(LINE)
                .optedIn(NEW);
        return List.of(plot.reported(scene.at(), LINE, "PAUSED")
                .asks(scene.at(), scene.ask(NEW).on(LINE))
                .passes(scene.at().plus(wait)));
    }

    /** The same id again, when one of the policies has forgotten it. */
    static List<Plot> again(Scene scene) {
        Duration window = scene.by().duplicates().window();
        Instant before = scene.at().minus(window);
        Plot plot = new Plot("the same request_id " + Times.inWords(window) + " later").line(LINE);
        return List.of(plot.hears(before, READER, LINE, "Hi")
                .asks(before, scene.ask(READER, before))
                .hears(scene.at(), READER, LINE, "Hi")
                .asks(scene.at(), scene.ask(READER)));
    }
}
