package dev.linewarden.audit.diff;

import dev.linewarden.client.Progress;
import dev.linewarden.policy.PolicyDiff;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Tendency;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two policies beside each other: each key that differs, which way, and a scenario that the core decided otherwise under the
 * second.
 */
public final class PolicyComparison {

    /**
     * A policy.
     *
     * @param name as people call it: a file, a pool and a time
     * @param yaml a policy that parses
     */
    public record Side(String name, String yaml) {}

    /**
     * One key.
     *
     * @param shown null when no scenario was found that shows it
     */
    public record Row(Difference difference, @Nullable Shown shown) {}

    /**
     * A scenario that was played under both policies and came out otherwise because of one key.
     *
     * @param gist what happens in it, in half a sentence
     * @param first what came of it under the first policy, in some words
     * @param tendency of what came of it: whether the second held back more
     * @param scenario the file: it holds under the second policy, which is in it, and not under the first
     */
    public record Shown(String gist, String first, String second, Tendency tendency, String scenario) {}

    private PolicyComparison() {}

    /**
     * Compares them; takes up to some seconds for each key that differs.
     *
     * @param progress is told of each scenario that is played
     */
    public static List<Row> of(Side first, Side second, Progress progress) {
        PolicyYaml reader = new PolicyYaml();
        List<Row> rows = new ArrayList<>();
        try (Progress.Task playing = progress.begin("scenarios")) {
            Showing showing = new Showing(first, second, playing);
            for (Difference difference : PolicyDiff.of(reader.check(first.yaml()), reader.check(second.yaml()))) {
                rows.add(new Row(difference, showing.of(difference)));
            }
        }
        return rows;
    }
}
