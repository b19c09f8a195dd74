package dev.linewarden.audit.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.policy.PolicyDiff;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.PolicyEdit;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Tendency;
import dev.linewarden.support.PolicyValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Of any two policies that differ in one key: whatever is played that comes to its limits, none of it goes the other way. */
class TendencyHoldsTest {

    private static final Instant AT = Instant.parse("2026-03-02T18:00:00Z");
    private static final int MOST_PLOTS = 40;

    /** Two policies, and the key in which they differ. */
    record Pair(String first, String second) {}

    @Property(tries = 300)
    void nothing_that_is_played_contradicts_what_is_said_of_a_key(@ForAll("pairs") Pair pair) {
        PolicyYaml reader = new PolicyYaml();
        PolicyYaml.Result one = reader.check(pair.first());
        PolicyYaml.Result two = reader.check(pair.second());
        for (Difference difference : PolicyDiff.of(one, two)) {
            Scene scene = new Scene(one.policy(), two.policy(), AT, 12);
            for (Plot plot : plots(difference.key(), scene)) {
                Contrast contrast = new Staged(plot, false).last(pair.first(), pair.second());
                if (contrast != null && difference.tendency() != Tendency.NEITHER) {
                    assertThat(contrast.tendency())
                            .as(difference + ", " + plot.gist() + ": " + contrast.firstInWords() + " / "
                                    + contrast.secondInWords())
                            .isIn(difference.tendency(), Tendency.NEITHER);
                }
            }
        }
    }

    /** Those of the key, and those of its rule, which may know more of it. */
    private static List<Plot> plots(String key, Scene scene) {
        List<Plotter> plotters = new ArrayList<>(Plots.of(key));
        plotters.addAll(Plots.of(key.replaceFirst("\\..*", "") + ".mode"));
        return plotters.stream()
                .flatMap(plotter -> plotter.plots(scene).stream())
                .filter(plot -> !plot.isTooLong() && plot.events() < 500)
                .limit(MOST_PLOTS)
                .toList();
    }

    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<Map.Entry<String, String>> moved = moved();
        return Combinators.combine(moved.list().ofMaxSize(3), moved, moved).as((base, one, other) -> {
            String common = "{}";
            for (Map.Entry<String, String> key : base) {
                common = set(common, key.getKey(), key.getValue());
            }
            String first = set(common, one.getKey(), one.getValue());
            String second = one.getKey().equals(other.getKey()) ? set(common, one.getKey(), other.getValue()) : common;
            return new Pair(first, second);
        });
    }

    private static Arbitrary<Map.Entry<String, String>> moved() {
        Map<String, List<String>> others = PolicyValues.others();
        return Arbitraries.of(others.keySet())
                .flatMap(key -> Arbitraries.of(others.get(key)).map(value -> Map.entry(key, value)));
    }

    private static String set(String policy, String key, String value) {
        String set = PolicyEdit.withKeyOf(policy, key, PolicyValues.policy(key, value));
        return new PolicyYaml().check(set).errors().isEmpty() ? set : policy;
    }
}
