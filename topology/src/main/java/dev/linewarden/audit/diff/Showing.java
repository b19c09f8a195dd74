package dev.linewarden.audit.diff;

import dev.linewarden.audit.diff.PolicyComparison.Shown;
import dev.linewarden.audit.diff.PolicyComparison.Side;
import dev.linewarden.client.Progress;
import dev.linewarden.core.model.Policy;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.PolicyEdit;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Tendency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a scenario that shows what one key changes between two policies: plays what may show it under both, and keeps what
 * comes out otherwise, the way the key is said to work, and comes out otherwise too when that key alone is moved. Not
 * thread-safe.
 */
final class Showing {

    // A Monday; in New York it is one in the afternoon.
    private static final Instant BEGIN = Instant.parse("2026-03-02T18:00:00Z");
    private static final int[] HOURS = {12, 9, 16, 20};
    private static final int DAYS = 7;
    private static final int HALF_DAY = 12;
    private static final int QUARTER = 4;
    // What is not found within so many events will not be found in a time that somebody waits.
    private static final int MOST_EVENTS = 150_000;
    private static final String VERSION = "version";

    private final Side first;
    private final Side second;
    private final Progress.Task playing;
    private final PolicyYaml reader = new PolicyYaml();
    private final List<Scene> scenes;

    Showing(Side first, Side second, Progress.Task playing) {
        this.first = first;
        this.second = second;
        this.playing = playing;
        this.scenes = scenes(
                reader.check(first.yaml()).policy(), reader.check(second.yaml()).policy());
    }

    /** A scenario that shows the difference, one in which its tendency is seen before any other; null when none does. */
    @Nullable
    Shown of(Difference difference) {
        Alone alone = new Alone(difference);
        List<Plotter> plotters = Plots.of(difference.key());
        Shown weaker = null;
        int events = 0;
        for (Scene scene : scenes) {
            for (Plotter plotter : plotters) {
                for (Plot plot : plotter.plots(scene)) {
                    events += plot.events();
                    if (events > MOST_EVENTS) {
                        return weaker;
                    }
                    Shown shown = plot.isTooLong() ? null : shown(plot, difference, alone);
                    if (shown != null
                            && (difference.tendency() == Tendency.NEITHER
                                    || shown.tendency() == difference.tendency())) {
                        return shown;
                    }
                    weaker = weaker == null ? shown : weaker;
                }
            }
        }
        return weaker;
    }

    /** Policies with the one key moved. */
    private final class Alone {
        private final @Nullable String firstMoved;
        private final @Nullable String secondMoved;

        Alone(Difference difference) {
            this.firstMoved = valid(PolicyEdit.withKeyOf(first.yaml(), difference.key(), second.yaml()));
            this.secondMoved = valid(PolicyEdit.withKeyOf(second.yaml(), difference.key(), first.yaml()));
        }

        private @Nullable String valid(String yaml) {
            return reader.check(yaml).errors().isEmpty() ? yaml : null;
        }
    }

    private @Nullable Shown shown(Plot plot, Difference difference, Alone alone) {
        Staged staged = new Staged(plot, difference.key().equals(VERSION));
        playing.step();
        Contrast contrast = staged.last(first.yaml(), second.yaml());
        if (contrast == null || !agrees(contrast.tendency(), difference.tendency())) {
            return null;
        }
        boolean isOfKey = isAlike(staged, first.yaml(), alone.firstMoved, contrast)
                || isAlike(staged, alone.secondMoved, second.yaml(), contrast);
        if (!isOfKey) {
            return null;
        }
        String scenario = staged.scenario(first, second, difference, contrast);
        return Staged.shows(scenario, first.yaml(), second.yaml())
                ? new Shown(
                        plot.gist(), contrast.firstInWords(), contrast.secondInWords(), contrast.tendency(), scenario)
                : null;
    }

    /** What is said to go neither way may be shown by either. */
    private static boolean agrees(Tendency happened, Tendency said) {
        return said == Tendency.NEITHER || happened == Tendency.NEITHER || happened == said;
    }

    private static boolean isAlike(Staged staged, @Nullable String before, @Nullable String after, Contrast contrast) {
        Contrast alone = before == null || after == null ? null : staged.last(before, after);
        return alone != null && alone.tendency() == contrast.tendency();
    }

    /** Where it may be shown, the likeliest first: at noon, on any day, at other hours of the recipient's and of the world's. */
    private static List<Scene> scenes(Policy one, Policy two) {
        List<Scene> scenes = new ArrayList<>();
        for (int hour : HOURS) {
            for (int day = 0; day < DAYS; day++) {
                Instant at = BEGIN.plus(Duration.ofDays(day));
                scenes.add(new Scene(one, two, at, hour));
                scenes.add(new Scene(two, one, at, hour));
            }
        }
        for (int hours = QUARTER; hours < 2 * HALF_DAY; hours += QUARTER) {
            Instant at = BEGIN.plus(Duration.ofHours(hours));
            scenes.add(new Scene(one, two, at, HALF_DAY));
            scenes.add(new Scene(two, one, at, HALF_DAY));
        }
        return scenes;
    }
}
