package dev.linewarden.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes down as JSON Schema what it is asked for, and answers with the defaults. */
final class SchemaSection implements Section {

    private final String path;
    private final ObjectNode schema;
    private final ObjectNode properties;

    SchemaSection(String path, ObjectNode schema) {
        this.path = path;
        this.schema = schema;
        schema.putArray("type").add("object").add("null");
        schema.put("additionalProperties", false);
        this.properties = schema.putObject("properties");
    }

    @Override
    public Section section(String key) {
        return new SchemaSection(pathOf(key), properties.putObject(key));
    }

    @Override
    public Section sectionOr(String key, String word) {
        ArrayNode either = properties.putObject(key).putArray("anyOf");
        either.addObject().put("const", word);
        return new SchemaSection(pathOf(key), either.addObject());
    }

    @Override
    public Map<String, Section> sections(Pattern key, String what) {
        describe(schema, path, null);
        ObjectNode sections = schema.putObject("patternProperties").putObject("^" + key.pattern() + "$");
        return Map.of(what, new SchemaSection(path + ".*", sections));
    }

    @Override
    public String text(String key, String otherwise) {
        ObjectNode node = property(key, otherwise);
        node.putArray("type").add("string").add("number");
        return otherwise;
    }

    @Override
    public boolean bool(String key, boolean otherwise) {
        property(key, otherwise).put("type", "boolean").put("default", otherwise);
        return otherwise;
    }

    @Override
    public int integer(String key, int otherwise, int least, int most) {
        property(key, otherwise)
                .put("type", "integer")
                .put("minimum", least)
                .put("maximum", most)
                .put("default", otherwise);
        return otherwise;
    }

    @Override
    public @Nullable Integer integerOrNull(String key, int least, int most) {
        ObjectNode node = property(key, "null");
        node.putArray("type").add("integer").add("null");
        node.put("minimum", least).put("maximum", most);
        return null;
    }

    @Override
    public double share(String key, double otherwise) {
        share(property(key, otherwise)).put("default", otherwise);
        return otherwise;
    }

    private static ObjectNode share(ObjectNode node) {
        return node.put("type", "number").put("minimum", 0).put("maximum", 1);
    }

    @Override
    public List<Double> shares(String key, List<Double> otherwise) {
        share(list(key, otherwise));
        return otherwise;
    }

    @Override
    public List<Integer> integers(String key, List<Integer> otherwise, int least, int most) {
        list(key, otherwise).put("type", "integer").put("minimum", least).put("maximum", most);
        return otherwise;
    }

    @Override
    public Set<String> words(String key, Set<String> otherwise) {
        list(key, otherwise).put("type", "string").put("pattern", "[\\p{L}\\p{N}]");
        return otherwise;
    }

    @Override
    public Set<LocalDate> dates(String key, Set<LocalDate> otherwise) {
        list(key, otherwise).put("type", "string").put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        return otherwise;
    }

    @Override
    public <E extends Enum<E>> Set<E> constants(String key, Set<E> otherwise, List<E> allowed) {
        ArrayNode names = list(key, otherwise).putArray("enum");
        allowed.forEach(constant -> names.add(constant.name()));
        return otherwise;
    }

    private ObjectNode list(String key, Collection<?> otherwise) {
        return property(key, otherwise).put("type", "array").putObject("items");
    }

    @Override
    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String text = Spelling.of(otherwise);
        ObjectNode node = property(key, text + ", from " + Spelling.of(least) + " to " + Spelling.of(most));
        node.put("type", "string")
                .put("pattern", "^" + Spelling.DURATION_PATTERN + "$")
                .put("default", text);
        return otherwise;
    }

    @Override
    public ZoneId zone(String key, ZoneId otherwise) {
        property(key, Spelling.of(otherwise)).put("type", "string").put("default", Spelling.of(otherwise));
        return otherwise;
    }

    @Override
    public @Nullable ZoneId zoneOr(String key, String word) {
        property(key, word).put("type", "string").put("default", word);
        return null;
    }

    @Override
    public LocalTime time(String key, LocalTime otherwise) {
        property(key, otherwise).put("type", "string").put("pattern", "^(" + Spelling.TIME_PATTERN + ")$");
        return otherwise;
    }

    @Override
    public @Nullable LocalTime timeIfGiven(String key) {
        ObjectNode node = properties.putObject(key);
        node.put("type", "string").put("pattern", "^(" + Spelling.TIME_PATTERN + ")$");
        return null;
    }

    @Override
    public <E extends Enum<E>> E choice(String key, E otherwise, List<E> allowed) {
        ArrayNode words = property(key, Spelling.of(otherwise)).putArray("enum");
        allowed.forEach(value -> words.add(Spelling.of(value)));
        if (allowed.stream().anyMatch(value -> Spelling.of(value).equals("off"))) {
            // An editor that reads YAML 1.1 takes the word off for this.
            words.add(false);
        }
        return otherwise;
    }

    @Override
    public boolean has(String key) {
        return false;
    }

    @Override
    public void complain(String key, String message) {
        throw new IllegalStateException("the defaults are wrong: " + pathOf(key) + ": " + message);
    }

    @Override
    public void finish() {
        // A description has no keys that nobody asked for.
    }

    private ObjectNode property(String key, Object otherwise) {
        ObjectNode node = properties.putObject(key);
        describe(node, pathOf(key), otherwise);
        return node;
    }

    private static void describe(ObjectNode node, String path, @Nullable Object otherwise) {
        PolicyKeys.Note note = PolicyKeys.of(path);
        String fallback = otherwise == null ? "." : ". Default: " + otherwise + ".";
        node.put(
                "description",
                note.means()
                        + fallback
                        + stricter(note)
                        + (note.source() == null ? "" : " Source: " + note.source() + "."));
    }

    private static String stricter(PolicyKeys.Note note) {
        return note.stricter() == null
                ? ""
                : " Stricter: " + note.stricter().replace(" < ", ", then ").replace(" | ", " or ") + ".";
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
