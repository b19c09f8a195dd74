package dev.linewarden.audit.replay;

import dev.linewarden.policy.PolicyEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What is otherwise about a pool's policies: another in place of all, or some keys of each.
 *
 * @param name as people see it
 * @param whole the policy in place of all; empty when keys are set
 * @param keys what is set, by path; empty when the whole is another
 */
public record PolicyChange(String name, String whole, Map<String, String> keys) {

    public PolicyChange {
        keys = new LinkedHashMap<>(keys);
    }

    /** Another policy in place of all that were in force. */
    public static PolicyChange to(String name, String yaml) {
        return new PolicyChange(name, yaml.isBlank() ? "{}" : yaml, Map.of());
    }

    /** Each combination of the values: of two keys with two values each, four. */
    public static List<PolicyChange> combinations(Map<String, List<String>> values) {
        List<Map<String, String>> sets = new ArrayList<>();
        sets.add(new LinkedHashMap<>());
        for (Map.Entry<String, List<String>> key : values.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> set : sets) {
                for (String value : key.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(set);
                    next.put(key.getKey(), value);
                    longer.add(next);
                }
            }
            sets = longer;
        }
        return sets.stream().map(PolicyChange::of).toList();
    }

    private static PolicyChange of(Map<String, String> keys) {
        String name = keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining(" "));
        return new PolicyChange(name, "", keys);
    }

    /** What stands in place of a recorded policy; one that is no YAML stays as it was, and is refused as it was. */
    public String inPlaceOf(String recorded) {
        if (!whole.isEmpty()) {
            return whole;
        }
        try {
            String text = recorded;
            for (Map.Entry<String, String> key : keys.entrySet()) {
                text = PolicyEdit.with(text, key.getKey(), key.getValue());
            }
            return text;
        } catch (YAMLException broken) {
            return recorded;
        }
    }
}
