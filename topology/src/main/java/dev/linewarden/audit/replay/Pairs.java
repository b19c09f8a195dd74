package dev.linewarden.audit.replay;

import dev.linewarden.schemas.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings together what was recorded and what was made again of the same attempt. */
final class Pairs {

    private Pairs() {}

    /** One difference for each decision of either side, and one for each pair. */
    static List<Difference> differences(List<Decision> lost, List<Decision> unrecorded, boolean fromCheckpoint) {
        Map<String, Decision> again = byId(unrecorded);
        List<Difference> differences = new ArrayList<>();
        for (Decision recorded : lost) {
            @Nullable Decision made = again.remove(id(recorded));
            differences.add(Difference.between(recorded, made, fromCheckpoint));
        }
        again.values().forEach(made -> differences.add(Difference.between(null, made, fromCheckpoint)));
        return differences;
    }

    /** How many of those that were lost have no other side: the others are counted there. */
    static long alone(List<Decision> lost, List<Decision> unrecorded) {
        Map<String, Decision> again = byId(unrecorded);
        return lost.stream()
                .filter(decision -> !again.containsKey(id(decision)))
                .count();
    }

    private static Map<String, Decision> byId(List<Decision> decisions) {
        Map<String, Decision> byId = new LinkedHashMap<>();
        decisions.forEach(decision -> byId.put(id(decision), decision));
        return byId;
    }

    private static String id(Decision decision) {
        return decision.getRequest().getPool() + '\n' + decision.getDecisionId();
    }
}
