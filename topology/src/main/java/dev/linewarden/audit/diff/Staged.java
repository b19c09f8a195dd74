package dev.linewarden.audit.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.diff.PolicyComparison.Side;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.PolicyJson;
import dev.linewarden.simulate.CoreStage;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.Scenario.BrokenScenarioException;
import dev.linewarden.simulate.ScenarioRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plot as a scenario: played under policies, and written down with what came of it. Not thread-safe. */
final class Staged {

    private static final Path FILE = Path.of("difference.yaml");

    private final Plot plot;
    private final boolean isOfVersion;
    private final List<ObjectNode> steps;
    private final Map<String, List<Played>> played = new HashMap<>();
    private @Nullable Scenario whole;

    /** @param isOfVersion whether the version's name in a decision counts as one of its differences */
    Staged(Plot plot, boolean isOfVersion) {
        this.plot = plot;
        this.isOfVersion = isOfVersion;
        this.steps = plot.steps();
    }

    /** The last step that comes out otherwise; null when none does. */
    @Nullable
    Contrast last(String first, String second) {
        List<Contrast> contrasts = contrasts(first, second);
        for (int i = contrasts.size() - 1; i >= 0; i--) {
            if (contrasts.get(i) != null) {
                return contrasts.get(i);
            }
        }
        return null;
    }

    private List<@Nullable Contrast> contrasts(String first, String second) {
        List<Played> one = play(first);
        List<Played> two = play(second);
        List<@Nullable Contrast> contrasts = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            contrasts.add(Contrast.of(one.get(i), two.get(i)));
        }
        return contrasts;
    }

    private List<Played> play(String policy) {
        return played.computeIfAbsent(policy, yaml -> ScenarioRun.record(under(yaml), new CoreStage()).stream()
                .map(step -> Played.of(step, isOfVersion))
                .toList());
    }

    /** What happens is read once: it is the same under every policy, and reading it takes as long as playing it. */
    private Scenario under(String policy) {
        Scenario known = whole;
        if (known == null) {
            whole = read(text(policy, steps));
            return whole;
        }
        ObjectNode begin = JsonNodeFactory.instance.objectNode();
        begin.set("at", steps.get(0).get("at"));
        Scenario head = read(text(policy, List.of(begin)));
        return new Scenario(FILE, known.sentence(), head.setUp(), known.steps());
    }

    private static Scenario read(String text) {
        try {
            return Scenario.of(FILE, text);
        } catch (BrokenScenarioException broken) {
            throw new IllegalStateException("a plot is no scenario: " + broken.getMessage(), broken);
        }
    }

    private String text(String policy, List<ObjectNode> lines) {
        StringBuilder text = new StringBuilder();
        text.append("policy: ").append(PolicyJson.of(policy)).append('\n');
        ArrayNode there = JsonNodeFactory.instance.arrayNode();
        plot.lines().forEach(there::add);
        text.append("lines: ").append(there).append('\n');
        if (!plot.optedIn().isEmpty()) {
            ArrayNode optedIn = JsonNodeFactory.instance.arrayNode();
            plot.optedIn().forEach(optedIn::add);
            text.append("opted-in: ").append(optedIn).append('\n');
        }
        text.append("steps:\n");
        lines.forEach(step -> text.append("  - ").append(step).append('\n'));
        return text.toString();
    }

    /** The file that holds under the second policy and not under the first. */
    String scenario(Side first, Side second, Difference difference, Contrast shown) {
        List<@Nullable Contrast> contrasts = contrasts(first.yaml(), second.yaml());
        List<ObjectNode> expecting = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            ObjectNode step = steps.get(i).deepCopy();
            Contrast contrast = contrasts.get(i);
            if (contrast != null) {
                contrast.expect(step);
            }
            expecting.add(step);
        }
        String change = difference.key() + " " + difference.first() + " -> " + difference.second();
        return comment("This holds under the policy below, " + second.name() + ", and not under " + first.name() + ":")
                + comment("policy: " + PolicyJson.of(first.yaml()))
                + comment("There: " + shown.firstInWords() + ". Here: " + shown.secondInWords() + ".")
                + "scenario: " + JsonNodeFactory.instance.textNode(change + ": " + plot.gist()) + "\n"
                + text(second.yaml(), expecting);
    }

    private static String comment(String line) {
        return "# " + line.replaceAll("\\R", " ") + "\n";
    }

    /** Whether the core says so of the file as it is written. */
    static boolean shows(String scenario, String first, String second) {
        String there = scenario.replace(
                "\npolicy: " + PolicyJson.of(second) + "\n", "\npolicy: " + PolicyJson.of(first) + "\n");
        return ScenarioRun.play(read(scenario), new CoreStage()) == null
                && ScenarioRun.play(read(there), new CoreStage()) != null;
    }
}
