package dev.linewarden.audit.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.simulate.ScenarioRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one step under one policy, as far as a scenario can expect it.
 *
 * @param decisions each with the fields that a scenario compares; empty when there are too many to list
 * @param counts how many of each outcome
 * @param made the decisions themselves
 */
record Played(List<ObjectNode> decisions, Map<String, Integer> counts, List<String> alerts, List<Decision> made) {

    private static final List<String> FIELDS =
            List.of("outcome", "codes", "not_before", "line", "advice", "observed_codes");
    private static final String VERSION = "policy_version";

    private static final int MOST_LISTED = 3;

    /** @param withVersion whether the policy's name counts as one of the fields */
    static Played of(ScenarioRun.Played played, boolean withVersion) {
        Map<String, Integer> counts = new TreeMap<>();
        played.decisions()
                .forEach(decision -> counts.merge(decision.getOutcome().name(), 1, Integer::sum));
        List<ObjectNode> listed = new ArrayList<>();
        if (played.decisions().size() <= MOST_LISTED) {
            played.decisions().forEach(decision -> listed.add(fields(decision, withVersion)));
        }
        return new Played(
                listed, counts, played.alerts().stream().map(Alert::getKind).toList(), played.decisions());
    }

    private static ObjectNode fields(Decision decision, boolean withVersion) {
        ObjectNode fields = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", decision.getRequest().getRequestId());
        for (String field : FIELDS) {
            JsonNode value = ScenarioRun.value(field, decision);
            fields.set(field, value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
        return withVersion ? fields.put(VERSION, decision.getPolicyVersion()) : fields;
    }

    /** Whether the decisions are listed one by one. */
    boolean isListed() {
        return made.size() <= MOST_LISTED;
    }

    int count(Outcome outcome) {
        return counts.getOrDefault(outcome.name(), 0);
    }
}
