package dev.linewarden.audit.oracle.pass;

import java.io.StringReader;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a policy's text, its values as they are written: the audit's own reading of the keys that it checks. What is
 * said of keys that it does not know is the business of those who adopt policies.
 */
final class PolicyText {

    private static final PolicyText EMPTY = new PolicyText(Map.of());

    private final Map<String, Node> values;

    private PolicyText(Map<String, Node> values) {
        this.values = values;
    }

    /**
     * Reads a text.
     *
     * @throws RuntimeException for what is no YAML
     */
    static PolicyText of(String yaml) {
        return of(new Yaml(new LoaderOptions()).compose(new StringReader(yaml)));
    }

    private static PolicyText of(@Nullable Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return EMPTY;
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            values.put(((ScalarNode) tuple.getKeyNode()).getValue(), tuple.getValueNode());
        }
        return new PolicyText(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Set<String> keys() {
        return values.keySet();
    }

    PolicyText section(String key) {
        return of(values.get(key));
    }

    String text(String key, String otherwise) {
        return values.get(key) instanceof ScalarNode scalar ? scalar.getValue().strip() : otherwise;
    }

    int number(String key, int otherwise) {
        return has(key) ? Integer.parseInt(text(key, "").replace("_", "")) : otherwise;
    }

    double share(String key, double otherwise) {
        return has(key) ? Double.parseDouble(text(key, "")) : otherwise;
    }

    ZoneId zone(String key, ZoneId otherwise) {
        return has(key) ? ZoneId.of(text(key, "")) : otherwise;
    }

    LocalTime time(String key, LocalTime otherwise) {
        String text = text(key, "");
        return text.isEmpty() ? otherwise : LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
    }

    /** Milliseconds of a number with its unit. */
    long millis(String key, Duration otherwise) {
        String text = text(key, "");
        if (text.isEmpty()) {
            return otherwise.toMillis();
        }
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long count = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> count;
            case "s" -> count * 1_000;
            case "m" -> count * 60_000;
            case "h" -> count * 3_600_000;
            case "d" -> count * 86_400_000;
            default -> throw new IllegalArgumentException("no duration: " + text);
        };
    }

    List<String> list(String key) {
        return values.get(key) instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .map(item -> ((ScalarNode) item).getValue().strip())
                        .toList()
                : List.of();
    }

    Set<String> words(String key) {
        return new LinkedHashSet<>(list(key));
    }

    List<Integer> numbers(String key) {
        return list(key).stream()
                .map(text -> Integer.parseInt(text.replace("_", "")))
                .toList();
    }

    Set<LocalDate> dates(String key, Set<LocalDate> otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        Set<LocalDate> dates = new LinkedHashSet<>();
        list(key).forEach(text -> dates.add(LocalDate.parse(text)));
        return dates;
    }
}
