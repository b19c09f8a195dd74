package dev.linewarden.policy;

import dev.linewarden.hints.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a policy file. Reads typed values, collects what is wrong with them, and knows which keys nobody asked for. */
final class YamlSection implements Section {

    private static final String SHARE = "a share from 0 to 1";

    private final String path;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<PolicyError> errors;
    private final List<Setting> settings;

    YamlSection(String path, @Nullable Node node, List<PolicyError> errors, List<Setting> settings) {
        this.path = path;
        this.errors = errors;
        this.settings = settings;
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

    @Override
    public YamlSection section(String key) {
        return new YamlSection(pathOf(key), value(key), errors, settings);
    }

    @Override
    public @Nullable YamlSection sectionOr(String key, String word) {
        if (value(key) instanceof ScalarNode scalar && scalar.getValue().equals(word)) {
            note(key, word, "", Spelling::plain);
            return null;
        }
        return section(key);
    }

    @Override
    public Map<String, Section> sections(Pattern key, String what) {
        Map<String, Section> sections = new LinkedHashMap<>();
        entries.forEach((name, tuple) -> {
            if (key.matcher(name).matches()) {
                sections.put(name, section(name));
            } else {
                known.add(name);
                errors.add(PolicyError.at(tuple.getKeyNode(), "key '" + name + "' in " + what() + " is not " + what));
            }
        });
        return sections;
    }

    @Override
    public String text(String key, String otherwise) {
        String text = scalar(key, "a text");
        return note(key, text == null ? otherwise : text, otherwise, Spelling::plain);
    }

    @Override
    public boolean bool(String key, boolean otherwise) {
        String text = scalar(key, "true | false");
        boolean known = text == null || text.equals("true") || text.equals("false");
        boolean value = (text == null || !known) ? otherwise : text.equals("true");
        if (!known) {
            complain(key, "'" + text + "' is not true | false");
        }
        return note(key, value, otherwise, Spelling::plain);
    }

    @Override
    public int integer(String key, int otherwise, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        String text = scalar(key, allowed);
        int value = text == null ? otherwise : whole(key, text, otherwise, least, most, allowed);
        return note(key, value, otherwise, Spelling::plain);
    }

    @Override
    public @Nullable Integer integerOrNull(String key, int least, int most) {
        String allowed = "null, or a whole number from " + least + " to " + most;
        String text = scalar(key, allowed);
        Integer value =
                text == null || text.equals("null") ? null : (Integer) whole(key, text, least, least, most, allowed);
        note(key, value == null ? "null" : value.toString(), "null", Spelling::plain);
        return value;
    }

    private int whole(String key, String text, int otherwise, int least, int most, String allowed) {
        try {
            return within(key, Integer.parseInt(text.replace("_", "")), least, most, allowed, otherwise);
        } catch (NumberFormatException noNumber) {
            return bad(key, text, allowed, otherwise);
        }
    }

    private int within(String key, int number, int least, int most, String allowed, int otherwise) {
        return number < least || number > most ? bad(key, Integer.toString(number), allowed, otherwise) : number;
    }

    @Override
    public double share(String key, double otherwise) {
        String text = scalar(key, SHARE);
        return note(key, text == null ? otherwise : share(key, text, otherwise), otherwise, Spelling::plain);
    }

    private double share(String key, String text, double otherwise) {
        try {
            double share = Double.parseDouble(text);
            return share >= 0 && share <= 1 ? share : bad(key, text, SHARE, otherwise);
        } catch (NumberFormatException noNumber) {
            return bad(key, text, SHARE, otherwise);
        }
    }

    @Override
    public List<Double> shares(String key, List<Double> otherwise) {
        List<String> texts = list(key);
        List<Double> shares = texts == null
                ? otherwise
                : texts.stream().map(text -> share(key, text, 0)).sorted().toList();
        return note(key, shares, otherwise, Spelling::plain);
    }

    @Override
    public List<Integer> integers(String key, List<Integer> otherwise, int least, int most) {
        List<String> texts = list(key);
        String allowed = "whole numbers from " + least + " to " + most;
        List<Integer> numbers = texts == null
                ? otherwise
                : texts.stream()
                        .map(text -> whole(key, text, least, least, most, allowed))
                        .toList();
        return note(key, numbers, otherwise, Spelling::plain);
    }

    @Override
    public Set<String> words(String key, Set<String> otherwise) {
        List<String> texts = list(key);
        return note(key, texts == null ? otherwise : new LinkedHashSet<>(texts), otherwise, Spelling::plain);
    }

    @Override
    public Set<LocalDate> dates(String key, Set<LocalDate> otherwise) {
        Set<LocalDate> dates = each(key, otherwise, TreeSet::new, text -> date(key, text));
        return note(key, dates, otherwise, Spelling::plain);
    }

    private @Nullable LocalDate date(String key, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDate) {
            complain(key, "'" + text + "' is not a date such as 2026-12-25");
            return null;
        }
    }

    /** The items of a list, each read by itself; what cannot be read has been complained about. */
    private <T> Set<T> each(
            String key, Set<T> otherwise, Supplier<Set<T>> empty, Function<String, @Nullable T> reader) {
        List<String> texts = list(key);
        if (texts == null) {
            return otherwise;
        }
        Set<T> values = empty.get();
        for (String text : texts) {
            T value = reader.apply(text.strip());
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String allowed = "a duration from " + Spelling.of(least) + " to " + Spelling.of(most)
                + ", a number followed by ms, s, m, h or d";
        String text = scalar(key, allowed);
        Duration value = text == null ? otherwise : Spelling.duration(text);
        if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            value = bad(key, String.valueOf(text), allowed, otherwise);
        }
        return note(key, value, otherwise, Spelling::of);
    }

    @Override
    public ZoneId zone(String key, ZoneId otherwise) {
        return note(key, readZone(key, otherwise), otherwise, Spelling::of);
    }

    private ZoneId readZone(String key, ZoneId otherwise) {
        String allowed = "an IANA zone such as America/New_York";
        String text = scalar(key, allowed);
        if (text == null) {
            return otherwise;
        }
        try {
            return ZoneId.of(text).normalized();
        } catch (DateTimeException unknown) {
            return bad(key, text, allowed, otherwise);
        }
    }

    @Override
    public @Nullable ZoneId zoneOr(String key, String word) {
        String text = scalar(key, word + ", or an IANA zone");
        ZoneId zone = text == null || text.equals(word) ? null : readZone(key, ZoneOffset.UTC);
        note(key, zone == null ? word : zone.getId(), word, Spelling::plain);
        return zone;
    }

    @Override
    public LocalTime time(String key, LocalTime otherwise) {
        LocalTime time = readTime(key);
        return note(key, time == null ? otherwise : time, otherwise, Spelling::of);
    }

    @Override
    public @Nullable LocalTime timeIfGiven(String key) {
        LocalTime time = readTime(key);
        if (time != null) {
            note(key, Spelling.of(time), "", Spelling::plain);
        }
        return time;
    }

    private @Nullable LocalTime readTime(String key) {
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

    @Override
    public <E extends Enum<E>> E choice(String key, E otherwise, List<E> allowed) {
        String words = String.join(
                " | ", allowed.stream().map(value -> Spelling.of(value)).toList());
        String text = scalar(key, words);
        E value = text == null
                ? otherwise
                : allowed.stream()
                        .filter(candidate -> Spelling.of(candidate).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseGet(() -> bad(key, text, words, otherwise));
        return note(key, value, otherwise, Spelling::of);
    }

    @Override
    public <E extends Enum<E>> Set<E> constants(String key, Set<E> otherwise, List<E> allowed) {
        Set<E> values = each(key, otherwise, LinkedHashSet::new, text -> constant(key, text, allowed));
        return note(key, values, otherwise, Spelling::plain);
    }

    private <E extends Enum<E>> @Nullable E constant(String key, String text, List<E> allowed) {
        for (E candidate : allowed) {
            if (candidate.name().equals(text)) {
                return candidate;
            }
        }
        complain(
                key,
                "'" + text + "' is not "
                        + String.join(" | ", allowed.stream().map(Enum::name).toList()));
        return null;
    }

    @Override
    public boolean has(String key) {
        return entries.containsKey(key);
    }

    @Override
    public void finish() {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                errors.add(PolicyError.at(
                        tuple.getKeyNode(), "unknown key '" + key + "' in " + what() + Nearest.hint(key, known)));
            }
        });
    }

    @Override
    public void complain(String key, String message) {
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
            String text = node == null ? null : ((ScalarNode) node).getValue().strip();
            if (text == null || text.codePoints().noneMatch(YamlSection::isHalf)) {
                return text;
            }
            complain(key, "holds half a character (a lone surrogate)");
            return null;
        }
        complain(key, "must be " + allowed);
        return null;
    }

    /** Half of a pair: such as "\\ud83d", an emoji that was cut in two. No text can be written with it. */
    private static boolean isHalf(int point) {
        return Character.getType(point) == Character.SURROGATE;
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

    private <T> T note(String key, T value, T otherwise, Function<T, String> spelling) {
        NodeTuple tuple = entries.get(key);
        settings.add(new Setting(
                pathOf(key),
                spelling.apply(value),
                spelling.apply(otherwise),
                tuple == null ? null : tuple.getKeyNode().getStartMark().getLine() + 1));
        return value;
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String what() {
        return path.isEmpty() ? "the policy" : path;
    }
}
