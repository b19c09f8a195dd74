package dev.linewarden.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.DomainValidator.ArrayType;

/**
 * Labels with dots between them: a host (mail.google.com), or two sentences without the space (Thanks.So you know), a
 * surname behind its title (Dr.Kim), a file (README.md), an abbreviation (5 p.m.to 6 p.m.).
 *
 * @param labels two or more, none empty
 */
record DottedName(List<Label> labels) {

    /**
     * @param ideographic whether the dot before it is the full stop of Chinese and Japanese
     */
    record Label(String text, boolean ideographic) {}

    /** Whether a phone takes it for a host; {@code addressed} says that a path, a query or a port follows. */
    boolean isHost(boolean addressed) {
        if (Links.folded(labels.get(0).text()).equals("www")
                && labels.get(1).text().codePoints().anyMatch(Character::isLetter)) {
            return true;
        }
        int last = labels.size() - 1;
        if (isHostUpTo(last) && (addressed || !isProse(last))) {
            return true;
        }
        // A host at the end of a sentence, and the next one glued to it: "Look at example.com.Reply STOP".
        for (int i = 1; i < last; i++) {
            if (Character.isUpperCase(labels.get(i + 1).text().codePointAt(0)) && isHostUpTo(i) && !isProse(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHostUpTo(int top) {
        Label domain = labels.get(top);
        boolean sentences = domain.ideographic() && domain.text().codePointAt(0) > 127;
        return !sentences
                && isLabel(labels.get(top - 1).text())
                && TopLevel.DOMAINS.contains(Links.folded(ownScript(domain.text())));
    }

    /** Letters, digits and hyphens inside; what stands around it (a bullet, emphasis) is forgiven. */
    private static boolean isLabel(String label) {
        String bare = trimmed(label);
        return !bare.isEmpty() && bare.indexOf('_') < 0 && bare.codePoints().anyMatch(point -> point != '-');
    }

    private static String trimmed(String label) {
        int start = 0;
        int end = label.length();
        while (start < end && "-_".indexOf(label.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "-_".indexOf(label.charAt(end - 1)) >= 0) {
            end--;
        }
        return label.substring(start, end);
    }

    /** The label up to where another script, or a dash that is written as two hyphens, goes on without a space. */
    private static String ownScript(String label) {
        String bare = trimmed(label);
        int dash = bare.indexOf("--");
        if (dash > 0 && !Links.folded(bare).startsWith("xn--")) {
            bare = bare.substring(0, dash);
        }
        int end = 0;
        while (end < bare.length() && bare.charAt(end) < 128) {
            end++;
        }
        boolean goesOn = end > 0 && end < bare.length();
        return goesOn && Character.UnicodeScript.of(bare.codePointAt(end)) != Character.UnicodeScript.LATIN
                ? bare.substring(0, end)
                : bare;
    }

    private boolean isProse(int top) {
        String domain = ownScript(labels.get(top).text());
        String before = trimmed(labels.get(top - 1).text());
        return isSentence(domain, before, top) || isName(domain, before) || isFile(domain, before);
    }

    private boolean isSentence(String domain, String before, int top) {
        String next = Links.folded(domain);
        if (before.length() <= 2 && before.chars().allMatch(Character::isDigit)) {
            return Words.UNITS.contains(next) || Words.BEGINS.contains(next);
        }
        if (Words.ENDS.contains(Links.folded(before))
                && (Words.BEGINS.contains(next) || Words.GOES_ON.contains(next))) {
            return true;
        }
        return Words.BEGINS.contains(next)
                && (isCapitalised(domain)
                        || labels.get(top).ideographic()
                        || isAbbreviation(top)
                        || before.codePoints().noneMatch(Character::isLetterOrDigit));
    }

    /** Whether single letters alone stand before it: p.m.to, U.S.is. */
    private boolean isAbbreviation(int top) {
        return top >= 2
                && labels.subList(0, top).stream()
                        .allMatch(label -> label.text().length() == 1);
    }

    private static boolean isName(String domain, String before) {
        return isCapitalised(domain) && Words.TITLES.contains(Links.folded(before));
    }

    private static boolean isFile(String domain, String before) {
        boolean capitals = before.length() > 2 && before.chars().allMatch(Character::isUpperCase);
        return Words.FILE_TYPES.contains(domain) && (capitals || Words.FILE_NAMES.contains(Links.folded(before)));
    }

    private static boolean isCapitalised(String word) {
        return word.length() > 1
                && Character.isUpperCase(word.charAt(0))
                && word.chars().skip(1).allMatch(Character::isLowerCase);
    }

    /** What IANA delegates, as commons-validator keeps it, in both spellings of internationalised names. */
    private static final class TopLevel {
        static final Set<String> DOMAINS = load();

        private static Set<String> load() {
            Set<String> domains = new HashSet<>();
            for (ArrayType type : List.of(ArrayType.GENERIC_RO, ArrayType.COUNTRY_CODE_RO)) {
                for (String domain : DomainValidator.getTLDEntries(type)) {
                    domains.add(domain);
                    domains.add(Links.folded(IDN.toUnicode(domain)));
                }
            }
            return Set.copyOf(domains);
        }
    }

    private static final class Words {
        private static final Properties LISTS = load();
        static final Set<String> ENDS = list("ends");
        static final Set<String> BEGINS = list("begins");
        static final Set<String> GOES_ON = list("goes-on");
        static final Set<String> UNITS = list("units");
        static final Set<String> TITLES = list("titles");
        static final Set<String> FILE_NAMES = list("file-names");
        static final Set<String> FILE_TYPES = list("file-types");

        private static Set<String> list(String name) {
            return new HashSet<>(List.of(LISTS.getProperty(name, "").split("\\s+")));
        }

        private static Properties load() {
            try (InputStream bytes = DottedName.class.getResourceAsStream("words-around-a-dot.properties");
                    InputStreamReader text = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
                Properties lists = new Properties();
                lists.load(text);
                return lists;
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
