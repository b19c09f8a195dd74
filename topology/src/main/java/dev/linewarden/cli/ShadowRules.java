package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.ShadowComparison;
import dev.linewarden.audit.ShadowComparison.Changed;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.state.PolicyInForce;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.policy.PolicyDiff;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.PolicyYaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two policies of a pool, rule by rule: what was decided otherwise, and the keys in which they differ. */
final class ShadowRules {

    // What a time is another by, and what only follows from other decisions, no rule says.
    private static final String NO_RULE = "-";

    private static final Map<String, String> RULES_OF_SECTIONS =
            Map.of("deferral", "expiry", "duplicates", "duplicate", "flagged-line", "line");

    private final Sheet sheet;
    private final ShadowRun run;
    private final PolicyInForce first;
    private final List<Difference> differences;
    private final PolicyYaml.Result second;

    ShadowRules(Sheet sheet, ShadowRun run, PolicyInForce first) {
        PolicyYaml reader = new PolicyYaml();
        this.sheet = sheet;
        this.run = run;
        this.first = first;
        this.second = reader.check(run.order().yaml());
        this.differences = PolicyDiff.of(reader.check(first.yaml()), second);
    }

    /** @param result null before the second policy has begun to judge */
    void fill(ShadowComparison.@Nullable Result result) {
        sheet.row("stands", ShadowSheet.standing(sheet, run))
                .row(
                        "policies",
                        second.policy().version() + " ("
                                + PolicyHash.of(run.order().yaml()) + ") beside "
                                + first.policy().version() + " (" + first.hash() + ")");
        sheet.json()
                .put("pool", run.pool())
                .put("phase", run.phase().name())
                .put("began", Sheet.iso(run.began()))
                .put("ended", Sheet.iso(run.ended()))
                .put("first_policy_hash", first.hash())
                .put("second_policy_hash", PolicyHash.of(run.order().yaml()));
        if (result == null) {
            sheet.say("it has not begun to judge");
            return;
        }
        compared(result);
        Map<String, List<Changed>> byRule = byRule(result);
        changed(byRule);
        unchanged(byRule.keySet());
    }

    private void compared(ShadowComparison.Result result) {
        Changed divergence = result.divergence();
        int differ = result.changed().stream().mapToInt(Changed::requests).sum();
        sheet.json().put("requests", result.requests()).put("differ", differ);
        ShadowSheet.divergence(sheet.json(), divergence);
        sheet.row(
                        "compared",
                        String.format(
                                "%,d requests, of which %,d stand otherwise with the second",
                                result.requests(), differ))
                .row("diverged", divergence == null ? "not so far" : ShadowSheet.since(sheet, divergence, result));
    }

    /** What each rule changed, the rule that changed first before the others. */
    private static Map<String, List<Changed>> byRule(ShadowComparison.Result result) {
        List<Changed> inOrder = new ArrayList<>(result.changed());
        inOrder.sort(Comparator.comparing(Changed::since));
        Map<String, List<Changed>> byRule = new LinkedHashMap<>();
        inOrder.forEach(changed -> byRule.computeIfAbsent(ruleOf(changed), none -> new ArrayList<>())
                .add(changed));
        return byRule;
    }

    private static String ruleOf(Changed changed) {
        return changed.rule() == null ? NO_RULE : changed.rule();
    }

    private void changed(Map<String, List<Changed>> byRule) {
        ArrayNode rules = sheet.json().putArray("rules");
        Table table = new Table("rule", "code", "first -> second", "requests", "since", "for example");
        byRule.forEach((rule, changes) -> {
            ObjectNode node = rules.addObject()
                    .put("rule", rule)
                    .put("since", changes.get(0).since().toString());
            ArrayNode changed = node.putArray("changed");
            for (Changed change : changes) {
                table.row(
                        changed.isEmpty() ? rule : "",
                        change.code() == null ? "-" : change.code(),
                        ShadowSheet.words(change.direction()),
                        change.requests(),
                        sheet.when(change.since()),
                        change.example());
                ShadowSheet.add(changed, change);
            }
            ArrayNode keys = node.putArray("keys");
            keysOf(rule).forEach(difference -> keys.add(json(difference)));
        });
        if (!byRule.isEmpty()) {
            sheet.table("rules that changed something", table);
        }
        Table keys = new Table("key", "first", "second", "the second is");
        List<Difference> behind =
                byRule.keySet().stream().flatMap(rule -> keysOf(rule).stream()).toList();
        behind.forEach(difference -> row(keys, difference));
        if (!behind.isEmpty()) {
            sheet.table("the keys of these rules that differ", keys);
        }
    }

    /** Keys that differ while their rules have decided nothing otherwise. */
    private void unchanged(Set<String> changed) {
        Table table = new Table("key", "first", "second", "the second is");
        ArrayNode idle = sheet.json().putArray("keys_without_effect");
        for (Difference difference : differences) {
            if (!changed.contains(ruleOf(difference)) && !difference.key().equals("version")) {
                row(table, difference);
                idle.add(json(difference));
            }
        }
        if (!idle.isEmpty()) {
            sheet.table("keys that differ, of rules that decided nothing otherwise so far", table);
        }
    }

    private List<Difference> keysOf(String rule) {
        return differences.stream()
                .filter(difference -> ruleOf(difference).equals(rule))
                .toList();
    }

    private static String ruleOf(Difference difference) {
        String section = difference.key().replaceFirst("\\..*", "");
        return RULES_OF_SECTIONS.getOrDefault(section, section);
    }

    private static void row(Table table, Difference difference) {
        table.row(
                difference.key(),
                difference.first(),
                difference.second(),
                difference.tendency().inWords());
    }

    private ObjectNode json(Difference difference) {
        return sheet.json()
                .objectNode()
                .put("key", difference.key())
                .put("first", difference.first())
                .put("second", difference.second())
                .put("tendency", difference.tendency().inWords());
    }
}
