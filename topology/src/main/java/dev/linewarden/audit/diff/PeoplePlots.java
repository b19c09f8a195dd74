package dev.linewarden.audit.diff;

import static dev.linewarden.audit.diff.Plot.LINE;
import static dev.linewarden.audit.diff.Plot.NEW;
import static dev.linewarden.audit.diff.Plot.READER;

import dev.linewarden.core.wishes.Wishes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What somebody wishes, and what the first message to somebody holds. */
final class PeoplePlots {

    private static final String STRANGER = "stranger@example.com";

    private PeoplePlots() {}

    static List<Plot> cold(Scene scene) {
        Plot plot = new Plot("a message to somebody who never asked for it").line(LINE);
        return List.of(plot.asks(scene.at(), scene.ask(STRANGER)));
    }

    static List<Plot> optedOut(Scene scene) {
        Plot plot = new Plot("a message to somebody who opted out").line(LINE).known(scene.at(), READER, "OPTED_OUT");
        return List.of(plot.asks(scene.at(), scene.ask(READER)));
    }

    static List<Plot> optOutWord(Scene scene) {
        return optOut(scene, Wishes::optOutWords);
    }

    static List<Plot> optOutPhrase(Scene scene) {
        return optOut(scene, Wishes::optOutPhrases);
    }

    private static List<Plot> optOut(Scene scene, Function<Wishes, Set<String>> list) {
        return own(scene, list).stream()
                .map(word -> new Plot("a reply to '" + word + "'")
                        .line(LINE)
                        .hears(scene.at(), READER, LINE, word)
                        .asks(scene.at(), scene.ask(READER)))
                .toList();
    }

    static List<Plot> optInWord(Scene scene) {
        return own(scene, Wishes::optInWords).stream()
                .map(word -> new Plot("a reply to '" + word + "' of somebody who had opted out")
                        .line(LINE)
                        .known(scene.at(), READER, "OPTED_OUT")
                        .hears(scene.at(), READER, LINE, word)
                        .asks(scene.at(), scene.ask(READER)))
                .toList();
    }

    /** What only one of them has. */
    private static List<String> own(Scene scene, Function<Wishes, Set<String>> list) {
        Set<String> others = list.apply(scene.other().consent().wishes());
        return list.apply(scene.by().consent().wishes()).stream()
                .filter(word -> !others.contains(word))
                .toList();
    }

    /** The confirmation of an opt-out, as late as one policy takes it no more. */
    static List<Plot> lateConfirmation(Scene scene) {
        Duration late = scene.by().consent().confirmWithin();
        Plot plot = new Plot("the confirmation of an opt-out " + Times.inWords(late) + " after it")
                .line(LINE)
                .hears(scene.at().minus(late), READER, LINE, "STOP");
        Ask confirmation =
                scene.ask(READER).with("text", "You get no more messages").with("purpose", "OPT_OUT_CONFIRMATION");
        return List.of(plot.asks(scene.at(), confirmation));
    }

    static List<Plot> link(Scene scene) {
        return first(scene, "an opener with a link", scene.ask(NEW).with("text", "Is it https://example.com/page ?"));
    }

    static List<Plot> attachment(Scene scene) {
        return first(scene, "an opener with a picture", scene.ask(NEW).withAttachment("image/png"));
    }

    static List<Plot> statement(Scene scene) {
        return first(scene, "an opener that asks nothing", scene.ask(NEW).with("text", "Hello"));
    }

    private static List<Plot> first(Scene scene, String gist, Ask ask) {
        return List.of(new Plot(gist).line(LINE).optedIn(NEW).asks(scene.at(), ask.on(LINE)));
    }
}
