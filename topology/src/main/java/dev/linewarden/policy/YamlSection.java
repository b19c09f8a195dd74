package dev.linewarden.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a policy file. Reads typed values, collects what is wrong with them, and knows which keys nobody asked for. */
final class YamlSection {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private final String path;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<PolicyError> errors;

    YamlSection(String path, @Nullable Node node, List<PolicyError> errors) {
        this.path = path;
        this.errors = errors;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                read(tuple);
            }
        } else if (node != null && !isEmpty(node)) {
            errors.add(PolicyError.at(node, what() + " must be a mapping of keys to values"));
        }
    }

    private void read(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            errors.add(PolicyError.at(tuple.getKeyNode(), "a key must be a plain word"));
        } else if (entries.put(key.getValue(), tuple) != null) {
            errors.add(PolicyError.at(key, "key '" + key.getValue() + "' is given twice"));
        }
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    YamlSection section(String key) {
        Node node = value(key);
        return new YamlSection(path.isEmpty() ? key : path + "." + key, node, errors);
    }

    Set<String> keys() {
        return entries.keySet();
    }

    String text(String key, String otherwise) {
        String text = scalar(key, "a text");
        return text == null ? otherwise : text;
    }

    int integer(String key, int otherwise, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        String text = scalar(key, allowed);
        if (text == null) {
            return otherwise;
        }
        try {
            return within(key, Integer.parseInt(text.replace("_", "")), least, most, allowed, otherwise);
        } catch (NumberFormatException noNumber) {
            return bad(key, text, allowed, otherwise);
        }
    }

    private int within(String key, int number, int least, int most, String allowed, int otherwise) {
        return number < least || number > most ? bad(key, Integer.toString(number), allowed, otherwise) : number;
    }

    double share(String key, double otherwise) {
        String text = scalar(key, SHARE);
        return text == null ? otherwise : share(key, text, otherwise);
    }

    private static final String SHARE = "a share from 0 to 1";

    private double share(String key, String text, double otherwise) {
        try {
            double share = Double.parseDouble(text);
            return share >= 0 && share <= 1 ? share : bad(key, text, SHARE, otherwise);
        } catch (NumberFormatException noNumber) {
            return bad(key, text, SHARE, otherwise);
        }
    }

    List<Double> shares(String key, List<Double> otherwise) {
        List<String> texts = list(key);
        if (texts == null) {
            return otherwise;
        }
        List<Double> shares =
                texts.stream().map(text -> share(key, text, 0)).sorted().toList();
        return shares;
    }

    List<Integer> integers(String key, List<Integer> otherwise) {
        List<String> texts = list(key);
        if (texts == null) {
            return otherwise;
        }
        List<Integer> numbers = new ArrayList<>();
        for (String text : texts) {
            try {
                numbers.add(within(key, Integer.parseInt(text), 0, 1_000_000, "whole numbers from 0 to 1000000", 0));
            } catch (NumberFormatException noNumber) {
                bad(key, text, "whole numbers", 0);
            }
        }
        return List.copyOf(numbers);
    }

    Set<String> words(String key, Set<String> otherwise) {
        List<String> texts = list(key);
        return texts == null ? otherwise : new LinkedHashSet<>(texts);
    }

    Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String allowed =
                "a duration from " + format(least) + " to " + format(most) + ", a number followed by ms, s, m, h or d";
        String text = scalar(key, allowed);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return bad(key, text, allowed, otherwise);
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return duration.compareTo(least) < 0 || duration.compareTo(most) > 0
                ? bad(key, text, allowed, otherwise)
                : duration;
    }

    private static String format(Duration duration) {
        return duration.isZero()
                ? "0s"
                : duration.toDays() > 0
                        ? duration.toDays() + "d"
                        : duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    ZoneId zone(String key, ZoneId otherwise) {
        String allowed = "an IANA zone such as America/New_York";
        String text = scalar(key, allowed);
        if (text == null) {
            return otherwise;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            return bad(key, text, allowed, otherwise);
        }
    }

    LocalTime time(String key, LocalTime otherwise) {
        LocalTime time = timeIfGiven(key);
        return time == null ? otherwise : time;
    }

    @Nullable
    LocalTime timeIfGiven(String key) {
        String allowed = "a quoted time of day such as \"21:00\"";
        String text = scalar(key, allowed);
        if (text == null) {
            return null;
        }
        try {
            return LocalTime.parse(text.length() == 4 ? "0" + text : text);
        } catch (DateTimeException noTime) {
            bad(key, text, allowed, "");
            return null;
        }
    }

    <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
        List<String> allowed = Arrays.stream(type.getEnumConstants())
                .map(YamlSection::spelling)
                .toList();
        String text = scalar(key, String.join(" | ", allowed));
        if (text == null) {
            return otherwise;
        }
        int index = allowed.indexOf(text.toLowerCase(Locale.ROOT));
        return index < 0 ? bad(key, text, String.join(" | ", allowed), otherwise) : type.getEnumConstants()[index];
    }

    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Complains about every key that was not read. */
    void finish() {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                errors.add(PolicyError.at(
                        tuple.getKeyNode(), "unknown key '" + key + "' in " + what() + Nearest.hint(key, known)));
            }
        });
    }

    /** Complains about the value of a key. */
    void complain(String key, String message) {
        NodeTuple tuple = entries.get(key);
        errors.add(
                tuple == null
                        ? new PolicyError(1, 1, what() + ": " + message)
                        : PolicyError.at(tuple.getValueNode(), "key '" + key + "' in " + what() + ": " + message));
    }

    private @Nullable Node value(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    private @Nullable String scalar(String key, String allowed) {
        Node node = value(key);
        if (node == null || node instanceof ScalarNode) {
            return node == null ? null : ((ScalarNode) node).getValue().strip();
        }
        complain(key, "must be " + allowed);
        return null;
    }

    private @Nullable List<String> list(String key) {
        Node node = value(key);
        if (node == null) {
            return null;
        }
        if (node instanceof SequenceNode sequence
                && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
            return sequence.getValue().stream()
                    .map(item -> ((ScalarNode) item).getValue())
                    .toList();
        }
        complain(key, "must be a list, as in [a, b]");
        return null;
    }

    private <T> T bad(String key, String text, String allowed, T otherwise) {
        complain(key, "'" + text + "' is not " + allowed);
        return otherwise;
    }

    private String what() {
        return path.isEmpty() ? "the policy" : path;
    }
}
