package dev.linewarden.cli;

import dev.linewarden.audit.replay.PolicyChange;
import dev.linewarden.policy.PolicyEdit;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies that a replay is asked about, as the options name them. */
final class ReplayPolicies {

    private static final int MOST = 64;

    private ReplayPolicies() {}

    /** Each policy file, and each combination of the values of keys. */
    static List<PolicyChange> of(List<Path> files, List<String> sets) {
        List<PolicyChange> changes = new ArrayList<>();
        files.forEach(file -> changes.add(PolicyChange.to(file.toString(), PolicyFiles.readValid(file))));
        if (!sets.isEmpty()) {
            changes.addAll(PolicyChange.combinations(values(sets)));
        }
        if (changes.size() > MOST) {
            throw Problem.usage("these are " + changes.size()
                    + " policies, each with a state of its own: ask about at most " + MOST);
        }
        return changes;
    }

    private static Map<String, List<String>> values(List<String> sets) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1 || equals == set.length() - 1) {
                throw Problem.usage("--set " + set + ": say KEY=VALUE, as in burst.max=40,50");
            }
            String key = set.substring(0, equals);
            for (String value : apart(set.substring(equals + 1))) {
                requirePossible(key, value);
                values.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }

    /** The values of a key: a comma inside of brackets belongs to the value. */
    private static List<String> apart(String values) {
        List<String> apart = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < values.length(); i++) {
            char at = values.charAt(i);
            depth += at == '[' ? 1 : at == ']' ? -1 : 0;
            if (at == ',' && depth <= 0) {
                apart.add(values.substring(from, i));
                from = i + 1;
            }
        }
        apart.add(values.substring(from));
        return apart;
    }

    private static void requirePossible(String key, String value) {
        List<PolicyError> errors =
                new PolicyYaml().check(PolicyEdit.with("{}", key, value)).errors();
        if (!errors.isEmpty()) {
            throw Problem.usage(
                    "--set " + key + "=" + value + ": " + errors.get(0).message());
        }
    }
}
