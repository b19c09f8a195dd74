package dev.linewarden.core.wishes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The named lists of words and phrases that the resource files of this package hold. A file is read as a list: one phrase a
 * line, a list begins with its {@code [name]}, a comment with {@code #}.
 *
 * <p>In a phrase {@code <name>} stands for any phrase of that list, {@code a|b} for either word, and a {@code ?} behind a
 * word or list says that it may be missing. Accents, case and apostrophes are folded as in every text.
 */
final class Grammar {

    private static final List<String> FILES =
            List.of("keywords.txt", "company.txt", "words.txt", "revocations.txt", "others.txt");

    private static final Pattern ALTERNATIVES = Pattern.compile("\\|");

    // In French before a word, in English behind one.
    private static final String ELIDED = "cdjlmnst";
    private static final String CLIPPED = "dmst";

    private final Map<String, List<List<String>>> lists = new LinkedHashMap<>();
    private final Set<String> vocabulary = new HashSet<>();
    private final Set<String> fillers = new HashSet<>();
    private final Map<String, Phrases> built = new HashMap<>();
    private Slips slips = new Slips(Set.of(), Set.of());

    /** Read once, when the first text is. */
    private static final class Holder {
        private static final Grammar BUILT_IN = read();
    }

    static Grammar builtIn() {
        return Holder.BUILT_IN;
    }

    private static Grammar read() {
        Grammar grammar = new Grammar();
        for (String file : FILES) {
            try (InputStream bytes = Grammar.class.getResourceAsStream(file)) {
                if (bytes == null) {
                    throw new IllegalStateException("the jar lacks " + file);
                }
                grammar.read(file, new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)));
            } catch (IOException broken) {
                throw new UncheckedIOException("cannot read " + file, broken);
            }
        }
        grammar.finish();
        return grammar;
    }

    private void read(String file, BufferedReader lines) throws IOException {
        List<List<String>> list = new ArrayList<>();
        String line = lines.readLine();
        while (line != null) {
            String phrase = line.replaceFirst("#.*", "").strip();
            if (phrase.startsWith("[")) {
                list = new ArrayList<>();
                if (lists.put("<" + phrase.substring(1, phrase.length() - 1) + ">", list) != null) {
                    throw new IllegalStateException(file + " begins the list " + phrase + " again");
                }
            } else if (!phrase.isEmpty()) {
                list.addAll(variants(parts(phrase)));
            }
            line = lines.readLine();
        }
    }

    private static List<String> parts(String phrase) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < phrase.length()) {
            int end = phrase.charAt(at) == '<' ? phrase.indexOf('>', at) + 1 : at;
            while (end < phrase.length() && phrase.charAt(end) != ' ') {
                end++;
            }
            if (end > at) {
                parts.add(phrase.substring(at, end));
            }
            at = end + 1;
        }
        return parts;
    }

    /** With and without what may be missing. */
    private List<List<String>> variants(List<String> parts) {
        List<List<String>> variants = new ArrayList<>();
        variants.add(List.of());
        for (String part : parts) {
            boolean optional = part.endsWith("?");
            List<String> known = known(optional ? part.substring(0, part.length() - 1) : part);
            List<List<String>> longer = new ArrayList<>(optional ? variants : List.of());
            for (List<String> variant : variants) {
                List<String> all = new ArrayList<>(variant);
                all.addAll(known);
                longer.add(all);
            }
            variants = longer;
        }
        variants.remove(List.of());
        return variants;
    }

    /** A part as phrases know it: a list by its name, words folded. */
    private List<String> known(String part) {
        if (part.startsWith("<")) {
            return List.of(part);
        }
        if (part.contains("|")) {
            List<List<String>> either = new ArrayList<>();
            ALTERNATIVES.splitAsStream(part).forEach(word -> either.add(words(word)));
            lists.put(part, either);
            return List.of(part);
        }
        return words(part);
    }

    private List<String> words(String text) {
        List<String> words = Folding.fold(text);
        vocabulary.addAll(words);
        return words;
    }

    private void finish() {
        lists.getOrDefault("<filler>", List.of()).forEach(fillers::addAll);
        slips = new Slips(wordsOf("<mistyped>"), wordsOf("<not mistyped>"));
        lists.forEach((name, list) -> {
            if (!name.equals("<filler>") && list.stream().flatMap(List::stream).anyMatch(fillers::contains)) {
                throw new IllegalStateException(
                        "the list " + name + " holds a filler: texts are read without them, so it is never heard");
            }
        });
        lists.keySet().forEach(this::build);
    }

    private List<String> wordsOf(String list) {
        return lists.getOrDefault(list, List.of()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private @Nullable Phrases build(String part) {
        List<List<String>> list = lists.get(part);
        if (list == null && part.startsWith("<")) {
            throw new IllegalStateException("no list is called " + part);
        }
        Phrases known = built.get(part);
        if (list != null && known == null) {
            known = Phrases.of(list, this::build);
            built.put(part, known);
        }
        return known;
    }

    boolean isFiller(String word) {
        return fillers.contains(word);
    }

    /** The phrases of the named lists. */
    Phrases phrases(String... names) {
        List<Phrases> sets = new ArrayList<>();
        for (String name : names) {
            Phrases set = built.get("<" + name + ">");
            if (set == null) {
                throw new IllegalArgumentException("no list is called " + name);
            }
            sets.add(set);
        }
        return sets.size() == 1 ? sets.get(0) : Phrases.anyOf(sets);
    }

    /**
     * The word as the lists spell it: drawn-out letters are let go ("stoooop", "stopp", "pleaseee") when that makes a word
     * that some list knows, and in some long words a slip is.
     */
    String spelled(String word) {
        if (vocabulary.contains(word)) {
            return word;
        }
        String twice = squeezed(word, 2);
        if (twice.length() < word.length() && vocabulary.contains(twice)) {
            return twice;
        }
        // "stopp" and "stooop", but "soon" is no "son" and "good" no "god".
        String once = twice.length() == word.length() && !endsTwice(word) ? word : squeezed(word, 1);
        return vocabulary.contains(once) ? once : slips.meant(word);
    }

    /** A letter that an apostrophe parted from its word, which was then lost: "don t", "m envoyer". */
    @Nullable
    String rejoined(String first, String second) {
        boolean elided = first.length() == 1 && ELIDED.contains(first);
        boolean clipped = second.length() == 1 && CLIPPED.contains(second);
        return (elided || clipped) && vocabulary.contains(first + second) ? first + second : null;
    }

    private static boolean endsTwice(String word) {
        int length = word.length();
        return length > 1 && word.charAt(length - 1) == word.charAt(length - 2);
    }

    private static String squeezed(String word, int most) {
        StringBuilder squeezed = new StringBuilder(word.length());
        int run = 0;
        for (int i = 0; i < word.length(); i++) {
            run = i > 0 && word.charAt(i) == word.charAt(i - 1) ? run + 1 : 1;
            if (run <= most) {
                squeezed.append(word.charAt(i));
            }
        }
        return squeezed.toString();
    }
}
