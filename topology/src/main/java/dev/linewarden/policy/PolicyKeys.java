package dev.linewarden.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What every key of a policy means and where its default comes from: the text of {@code keys.yaml}. */
final class PolicyKeys {

    private static final String RESOURCE = "keys.yaml";
    private static final Pattern REGION = Pattern.compile("\\.regions\\.[^.]+\\.");
    private static final Pattern RULE_MODE = Pattern.compile("[^.]+\\.mode");
    private static final Map<String, Note> NOTES = load();

    /**
     * @param source where the default comes from; null for what has none
     * @param stricter which way a value makes the gate hold back more, as {@link Tendency} reads it; null when none does
     * @param neither why none does; null of a section
     */
    record Note(
            String means,
            @Nullable String source,
            @Nullable String stricter,
            @Nullable String neither) {}

    private PolicyKeys() {}

    /**
     * The note of a key.
     *
     * @throws IllegalArgumentException for a key without one
     */
    static Note of(String path) {
        // A region's calendar has the same keys as the general one.
        String general = REGION.matcher(path).replaceFirst(".");
        Note note = NOTES.get(RULE_MODE.matcher(general).matches() ? "*.mode" : general);
        if (note == null) {
            throw new IllegalArgumentException(RESOURCE + " says nothing of " + path);
        }
        return note;
    }

    /** Where the default of a key comes from; null for a key that needs no source. */
    static @Nullable String sourceOf(String path) {
        return path.contains(".days.") ? null : of(path).source();
    }

    /** Which way a key's value makes the gate hold back more; null when none does. */
    static @Nullable String stricter(String path) {
        return of(path).stricter();
    }

    /** Why no way of a key is stricter; null for a key of which one is. */
    static @Nullable String neither(String path) {
        return of(path).neither();
    }

    /** Every key that has a note. */
    static Map<String, Note> all() {
        return NOTES;
    }

    private static Map<String, Note> load() {
        try (InputStream text = PolicyKeys.class.getResourceAsStream(RESOURCE)) {
            Map<String, Map<String, String>> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            Map<String, Note> notes = new LinkedHashMap<>();
            read.forEach((key, note) -> notes.put(
                    key,
                    new Note(
                            note.getOrDefault("means", ""),
                            note.get("source"),
                            note.get("stricter"),
                            note.get("neither"))));
            return notes;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
