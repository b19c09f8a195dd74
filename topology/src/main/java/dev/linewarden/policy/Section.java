package dev.linewarden.policy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a policy, as {@link PolicyReader} asks for it: what is asked is what exists. A text answers with what it
 * says ({@link YamlSection}), a description writes down the question ({@link SchemaSection}); so the reader and the
 * published schema cannot differ.
 */
interface Section {

    Section section(String key);

    /** The section; null when the given word stands in its place. */
    @Nullable
    Section sectionOr(String key, String word);

    /** Sections under keys of the owner's choosing; {@code what} says in an error how a key is spelled. */
    Map<String, Section> sections(Pattern key, String what);

    String text(String key, String otherwise);

    boolean bool(String key, boolean otherwise);

    int integer(String key, int otherwise, int least, int most);

    /** A share from 0 to 1. */
    double share(String key, double otherwise);

    /** Shares from 0 to 1, ascending. */
    List<Double> shares(String key, List<Double> otherwise);

    /** A number, or null, which is the default. */
    @Nullable
    Integer integerOrNull(String key, int least, int most);

    List<Integer> integers(String key, List<Integer> otherwise, int least, int most);

    Set<String> words(String key, Set<String> otherwise);

    /** Calendar days, as in 2026-12-25. */
    Set<LocalDate> dates(String key, Set<LocalDate> otherwise);

    Duration duration(String key, Duration otherwise, Duration least, Duration most);

    ZoneId zone(String key, ZoneId otherwise);

    /** A zone, or null for the given word, which is the default. */
    @Nullable
    ZoneId zoneOr(String key, String word);

    LocalTime time(String key, LocalTime otherwise);

    /** A time of day; null when it is not given. */
    @Nullable
    LocalTime timeIfGiven(String key);

    <E extends Enum<E>> E choice(String key, E otherwise, List<E> allowed);

    /** Constants by their names, as records spell them: ONE_TIME_CODE. */
    <E extends Enum<E>> Set<E> constants(String key, Set<E> otherwise, List<E> allowed);

    /** Whether the key is given. */
    boolean has(String key);

    /** Complains about the value of a key. */
    void complain(String key, String message);

    /** Everything has been asked: complains about the keys that nobody asked for. */
    void finish();
}
