package dev.linewarden.audit.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Build;
import dev.linewarden.schemas.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A decision that did not come out again as it was recorded. What it says of the request itself is left out of the fields
 * (handles and texts are nobody's business here), but for whether it differs.
 *
 * @param recorded null when none was recorded
 * @param again null when none was made again
 * @param causes likeliest first
 */
public record Difference(
        int partition,
        long offset,
        String decisionId,
        @Nullable Decision recorded,
        @Nullable Decision again,
        List<Field> fields,
        List<Cause> causes) {

    /** One field that differs; a field of a finding is named by its rule. Null where the field is absent. */
    public record Field(
            String name,
            @Nullable String recorded,
            @Nullable String again) {}

    /**
     * What may be behind it.
     *
     * @param name policy, build, clock, missing entry or state
     */
    public record Cause(String name, String evidence) {}

    /** In the order in which they came. */
    static final Comparator<Difference> FIRST =
            Comparator.comparingLong(Difference::offset).thenComparing(Difference::decisionId);

    static Difference between(@Nullable Decision recorded, @Nullable Decision again, boolean fromCheckpoint) {
        Decision one = recorded == null ? Objects.requireNonNull(again) : recorded;
        List<Field> fields = recorded == null || again == null ? List.of() : fields(recorded, again);
        return new Difference(
                one.getJournalPartition(),
                one.getJournalOffset(),
                one.getDecisionId(),
                recorded,
                again,
                fields,
                Causes.of(recorded, again, fields, fromCheckpoint));
    }

    private static List<Field> fields(Decision recorded, Decision again) {
        Map<String, String> before = flat(recorded);
        Map<String, String> after = flat(again);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                boolean isPrivate = name.equals("request");
                fields.add(new Field(
                        name, isPrivate ? "(differs)" : before.get(name), isPrivate ? "(differs)" : after.get(name)));
            }
        }
        return fields;
    }

    private static Map<String, String> flat(Decision decision) {
        Map<String, String> flat = new TreeMap<>();
        ObjectNode json = AvroJson.write(decision);
        json.remove("build");
        json.properties().forEach(field -> {
            if (field.getKey().equals("findings")) {
                field.getValue().forEach(finding -> flat(finding, flat));
            } else {
                flat.put(field.getKey(), text(field.getValue()));
            }
        });
        return flat;
    }

    private static void flat(JsonNode finding, Map<String, String> flat) {
        String rule = finding.path("rule").asText();
        finding.properties().forEach(field -> flat.put(rule + "." + field.getKey(), text(field.getValue())));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** Ranks what may have made a decision come out otherwise. */
    private static final class Causes {
        private static final List<String> TIMES = List.of("decided_at", "not_before");

        private Causes() {}

        static List<Cause> of(
                @Nullable Decision recorded, @Nullable Decision again, List<Field> fields, boolean fromCheckpoint) {
            List<Cause> causes = new ArrayList<>();
            if (recorded == null || again == null) {
                causes.add(missing(recorded, again));
            }
            policy(recorded, again, causes);
            if (isAllOfTime(fields)) {
                causes.add(clock(fields));
            }
            build(recorded, causes);
            if (!isAllOfTime(fields) && fields.stream().anyMatch(field -> TIMES.contains(field.name()))) {
                causes.add(clock(fields));
            }
            causes.add(
                    new Cause(
                            "state",
                            fromCheckpoint
                                    ? "the replay began from a checkpoint: is it of this cluster, and of this gate?"
                                    : "what the gate remembered was otherwise: by an entry that is no longer in the journal, or by hand"));
            return causes;
        }

        private static Cause missing(@Nullable Decision recorded, @Nullable Decision again) {
            if (recorded != null) {
                return new Cause(
                        "missing entry",
                        recorded.getAttempt() == 1
                                ? "it was recorded and not made again: the journal's entry at its offset is not its request"
                                : "it was recorded and not made again: what had it judged is in neither journal nor ticks");
            }
            return new Cause(
                    "missing entry",
                    "it was made again and is not recorded: the decisions' topics keep less than the journal, or the gate has"
                            + " not come to offset "
                            + Objects.requireNonNull(again).getJournalOffset() + " yet");
        }

        private static void policy(@Nullable Decision recorded, @Nullable Decision again, List<Cause> causes) {
            if (recorded != null && again != null && !recorded.getPolicyHash().equals(again.getPolicyHash())) {
                causes.add(new Cause(
                        "policy",
                        "recorded under " + recorded.getPolicyVersion() + " (" + recorded.getPolicyHash()
                                + "), made again under " + again.getPolicyVersion() + " (" + again.getPolicyHash()
                                + "): a policy's entry is missing, or came at another place"));
            }
        }

        private static void build(@Nullable Decision recorded, List<Cause> causes) {
            if (recorded != null && !Build.name().equals(recorded.getBuild())) {
                causes.add(
                        new Cause("build", "recorded by " + recorded.getBuild() + ", made again by " + Build.name()));
            }
        }

        private static boolean isAllOfTime(List<Field> fields) {
            return !fields.isEmpty()
                    && fields.stream()
                            .allMatch(field ->
                                    TIMES.contains(field.name()) || field.name().endsWith(".until"));
        }

        private static Cause clock(List<Field> fields) {
            return fields.stream()
                    .filter(field -> TIMES.contains(field.name()))
                    .findFirst()
                    .map(field -> new Cause(
                            "clock",
                            field.name() + " was " + field.recorded() + ", and is " + field.again()
                                    + ": a tick is missing, or is another"))
                    .orElseGet(() -> new Cause("clock", "times alone differ"));
        }
    }
}
