package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.OTHERS;

import dev.linewarden.core.model.Policy.FollowUps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Somebody who does not answer is written to again. */
final class TurnPlots {

    private static final String RECIPIENT = "silent@example.com";
    private static final Duration APART = Duration.ofSeconds(1);
    private static final int HUNDREDTHS = 100;

    private TurnPlots() {}

    /** As often as goes, and once more. */
    static List<Plot> oneMore(Scene scene) {
        int turns = 1 + scene.by().followUps().max();
        Plot plot =
                turns(new Plot("one more to somebody who left " + turns + " unanswered"), turns, scene, spacing(scene));
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    /** As often as goes, a silence, and once more. */
    static List<Plot> afterSilence(Scene scene) {
        Duration silence = scene.by().followUps().resetAfter();
        int turns = 1 + scene.most(policy -> policy.followUps().max());
        Plot plot = turns(
                new Plot("one more to somebody who left " + turns + " unanswered, " + Times.inWords(silence)
                        + " after the last"),
                turns,
                scene,
                silence);
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    private static Plot turns(Plot plot, int turns, Scene scene, Duration before) {
        Instant first = scene.at().minus(before).minus(spacing(scene).multipliedBy(turns - 1L));
        return plot.line(LINE).optedIn(RECIPIENT).sends(first, turns, spacing(scene), RECIPIENT, LINE);
    }

    /** Apart enough to be turns of their own with both policies. */
    private static Duration spacing(Scene scene) {
        Duration spacing = scene.longest(policy -> policy.followUps().spacing());
        Duration turn = scene.longest(policy -> policy.followUps().turnWindow()).plus(APART);
        return spacing.compareTo(turn) > 0 ? spacing : turn;
    }

    /** Once more as soon as one policy lets a turn begin, or right behind the turn before. */
    static List<Plot> spaced(Scene scene) {
        Duration own = scene.by().followUps().spacing();
        Duration turn = scene.longest(policy -> policy.followUps().turnWindow()).plus(APART);
        Duration apart = own.compareTo(turn) > 0 ? own : turn;
        Plot plot = new Plot("a follow-up " + Times.inWords(apart) + " after the opener")
                .line(LINE)
                .optedIn(RECIPIENT)
                .sends(scene.at().minus(apart), 1, Duration.ZERO, RECIPIENT, LINE);
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    /** At the end of a turn. */
    static List<Plot> turnWindow(Scene scene) {
        Duration window = scene.by().followUps().turnWindow();
        Plot plot = new Plot("another message " + Times.inWords(window) + " after a turn's first")
                .line(LINE)
                .optedIn(RECIPIENT)
                .sends(scene.at().minus(window), 1, Duration.ZERO, RECIPIENT, LINE);
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    /** Behind as many messages as a turn takes. */
    static List<Plot> turnMessages(Scene scene) {
        int messages = scene.by().followUps().turnMessages();
        Duration turn = scene.shortest(policy -> policy.followUps().turnWindow());
        Duration every = Duration.ofMillis(turn.toMillis() / 2 / messages);
        Plot plot = new Plot("another message in a turn of " + messages)
                .line(LINE)
                .optedIn(RECIPIENT)
                .sends(scene.at().minus(turn), messages, every, RECIPIENT, LINE);
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    /** When the conversation is over for one of them, and its last answer has just been given. */
    static List<Plot> conversationEnds(Scene scene) {
        Duration active = scene.by().followUps().activeWindow();
        Duration turn = scene.longest(policy -> policy.followUps().turnWindow()).plus(APART);
        Duration apart = active.compareTo(turn) > 0 ? active : turn;
        Plot plot = new Plot("another message " + Times.inWords(apart) + " after the recipient wrote, and was answered")
                .line(LINE)
                .hears(scene.at().minus(apart), RECIPIENT, LINE, "Hi")
                .sends(scene.at().minus(apart.dividedBy(HUNDREDTHS)), 1, Duration.ZERO, RECIPIENT, LINE);
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    /** Many in a row while the conversation is active. */
    static List<Plot> monologue(Scene scene) {
        FollowUps policy = scene.by().followUps();
        Duration active = scene.shortest(any -> any.followUps().activeWindow());
        Duration every = Duration.ofMillis(active.toMillis() / 2 / policy.monologue());
        Instant heard = scene.at().minus(active.dividedBy(2));
        Plot plot = new Plot("another reply after " + policy.monologue() + " in a row")
                .line(LINE)
                .hears(heard.minus(APART), RECIPIENT, LINE, "Hi")
                .sends(heard, policy.monologue(), every, RECIPIENT, LINE);
        return List.of(plot.asks(scene.at(), scene.ask(RECIPIENT)));
    }

    /** As many messages as are no loop yet, and one more. */
    static List<Plot> loop(Scene scene) {
        int messages = scene.by().loop().max();
        return List.of(said(scene, messages, Duration.ZERO, "a reply after " + messages + " messages at once"));
    }

    /** One too many, and a reply. */
    static List<Plot> loopPause(Scene scene) {
        int messages = 1 + scene.most(policy -> policy.loop().max());
        Duration pause = scene.by().loop().pause();
        return List.of(
                said(scene, messages, pause, "a reply " + Times.inWords(pause) + " after " + messages + " messages"),
                said(scene, messages, Duration.ZERO, "a reply after " + messages + " messages at once"));
    }

    /** As many as are no loop yet, and one more when the window is over. */
    static List<Plot> loopWindow(Scene scene) {
        int messages = scene.by().loop().max();
        Duration window = scene.by().loop().window();
        return List.of(
                said(scene, messages, window, "a reply " + Times.inWords(window) + " after " + messages + " messages"));
    }

    private static Plot said(Scene scene, int messages, Duration before, String gist) {
        return new Plot(gist)
                .line(LINE)
                .hears(scene.at().minus(before), messages, Duration.ZERO, OTHERS, LINE, "Away")
                .asks(scene.at(), scene.ask(OTHERS));
    }
}
