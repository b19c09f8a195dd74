package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.NEW;
import static dev.linewarden.audit.diff.Plot.OTHERS;

import dev.linewarden.core.model.Policy.Dialogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A line opens conversations that hardly anybody answers, and wants to open another. */
final class SilencePlots {

    private static final int MOST_OPENERS = 2_000;
    private static final Duration APART = Duration.ofSeconds(1);

    private SilencePlots() {}

    /** As many as are judged by, none of them answered. */
    static List<Plot> silent(Scene scene) {
        int openers = scene.by().dialogue().minOpeners();
        return List.of(
                opened(scene, openers, 0, age(scene), "outreach after " + openers + " openers that nobody answered"));
    }

    /** Answered often enough for one policy and not for the other. */
    static List<Plot> rates(Scene scene) {
        double enough = scene.by().dialogue().minReplyRate();
        double more = scene.other().dialogue().minReplyRate();
        List<Plot> plots = new ArrayList<>();
        int least = scene.most(policy -> policy.dialogue().minOpeners());
        for (int openers = Math.max(1, least); openers <= MOST_OPENERS && plots.isEmpty(); openers++) {
            int answered = (int) Math.ceil(enough * openers);
            if (answered < more * openers) {
                plots.add(opened(
                        scene,
                        openers,
                        answered,
                        age(scene),
                        "outreach after " + openers + " openers of which " + answered + " were answered"));
            }
        }
        return plots;
    }

    /** So young that one policy still waits for answers. */
    static List<Plot> young(Scene scene) {
        return between(scene, Dialogue::grace);
    }

    /** So old that one policy counts them no more. */
    static List<Plot> old(Scene scene) {
        return between(scene, Dialogue::window);
    }

    private static List<Plot> between(Scene scene, Function<Dialogue, Duration> key) {
        Duration one = key.apply(scene.by().dialogue());
        Duration two = key.apply(scene.other().dialogue());
        int openers = scene.most(policy -> policy.dialogue().minOpeners());
        Duration age = one.plus(two).dividedBy(2);
        return List.of(opened(
                scene,
                openers,
                0,
                age,
                "outreach after " + openers + " openers, " + Times.inWords(Duration.ofMinutes(age.toMinutes()))
                        + " old, that nobody answered"));
    }

    /** As old as counts with both. */
    private static Duration age(Scene scene) {
        Duration grace = scene.longest(policy -> policy.dialogue().grace());
        Duration window = scene.shortest(policy -> policy.dialogue().window());
        return grace.plus(window).dividedBy(2);
    }

    /** The openers in between are counted by age alone: what was just sent is there for the trickle to keep away from. */
    private static Plot opened(Scene scene, int openers, int answered, Duration age, String gist) {
        Instant first = scene.at().minus(age);
        Instant sent = scene.at().minus(scene.calm());
        // Nobody's conversation is active: what was just sent is outreach.
        Instant inactive = sent.minus(scene.longest(any -> any.followUps().activeWindow()));
        Instant known = inactive.isBefore(first) ? inactive : first;
        Dialogue policy = scene.by().dialogue();
        Duration every =
                Duration.ofMillis(Math.min(APART.toMillis(), policy.window().toMillis() / 10 / Math.max(1, openers)));
        return new Plot(gist)
                .line(LINE)
                .optedIn(NEW)
                .sends(first, openers, every, "opened{i}@example.com", LINE)
                .hears(
                        first.plus(every.multipliedBy(openers)),
                        answered,
                        Duration.ZERO,
                        "opened{i}@example.com",
                        LINE,
                        "Yes")
                .hears(known.minus(APART), OTHERS, LINE, "Hi")
                .sends(sent, 1, Duration.ZERO, OTHERS, LINE)
                .asks(scene.at(), scene.ask(NEW).on(LINE));
    }
}
