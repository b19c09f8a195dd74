package dev.linewarden.audit.oracle.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The nearest that anybody came to each limit. Keeps some times as many as are asked for and lets go of the farthest: what
 * is let go was outdone by so many others, and only comes back by coming nearer.
 */
final class Closest {

    private static final int SPARE = 8;
    private static final int LEAST_KEPT = 64;

    private final int most;
    private final Map<Check, Map<String, CloseCall>> calls = new EnumMap<>(Check.class);
    private final Map<Check, Double> floors = new EnumMap<>(Check.class);

    /**
     * @param most how many will be asked for, of each limit
     */
    Closest(int most) {
        this.most = most;
    }

    /** Takes a measure; the call is made only when it counts. */
    void measured(Check check, String name, double share, Supplier<CloseCall> call) {
        if (share <= floors.getOrDefault(check, 0.0)) {
            return;
        }
        Map<String, CloseCall> known = calls.computeIfAbsent(check, absent -> new HashMap<>());
        CloseCall before = known.get(name);
        if (before != null && before.share() >= share) {
            return;
        }
        known.put(name, call.get());
        if (known.size() > Math.max(LEAST_KEPT, most * SPARE)) {
            prune(check, known);
        }
    }

    private void prune(Check check, Map<String, CloseCall> known) {
        List<CloseCall> nearest = sorted(known);
        known.clear();
        nearest.subList(0, most).forEach(call -> known.put(call.name(), call));
        floors.put(check, most == 0 ? Double.MAX_VALUE : nearest.get(most - 1).share());
    }

    private static List<CloseCall> sorted(Map<String, CloseCall> known) {
        List<CloseCall> all = new ArrayList<>(known.values());
        all.sort(Comparator.comparingDouble(CloseCall::share)
                .reversed()
                .thenComparing(CloseCall::at)
                .thenComparing(CloseCall::name));
        return all;
    }

    /** The nearest to each limit, the nearest first. */
    List<CloseCall> nearest() {
        List<CloseCall> all = new ArrayList<>();
        for (Map<String, CloseCall> known : calls.values()) {
            List<CloseCall> nearest = sorted(known);
            all.addAll(nearest.subList(0, Math.min(most, nearest.size())));
        }
        return all;
    }
}
