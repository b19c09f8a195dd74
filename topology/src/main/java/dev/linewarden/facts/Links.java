package dev.linewarden.facts;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkType;

/**
 * Whether a text holds what a phone shows as a link: whatever has a scheme ({@code https://}, {@code acme://order/42}), a
 * {@code mailto:}, {@code sms:} or {@code tel:} that is spelled out, a host with a top-level domain in any script, an IP
 * address with a port or a path. Plain e-mail addresses, version numbers and bare IP addresses (which look like those) are
 * none. Linear in the text's length.
 */
final class Links {

    private static final LinkExtractor SCHEMES =
            LinkExtractor.builder().linkTypes(EnumSet.of(LinkType.URL)).build();

    // "Tel: 555-0100" and "Tel:555-0100" are how people write a number down; the scheme is written small.
    private static final Pattern TO_SOMEBODY = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:(?i:mailto):\\S{1,100}@|(?:(?i:smsto|sms|facetime|imessage)|tel):[+0-9])");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IP_ADDRESS =
            Pattern.compile("(?=[0-9\\[])(?<![\\p{L}\\p{N}.])(?:(?:" + OCTET + "\\.){3}" + OCTET
                    + "|\\[[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,40}])(?::[0-9]{2,5}(?![0-9])|(?::[0-9]{1,5})?/\\S)");

    private static final char IDEOGRAPHIC_STOP = '\u3002';

    private Links() {}

    static boolean isIn(String text) {
        if (!mayHold(text)) {
            return false;
        }
        String shown = asShown(text);
        return (shown.contains("://") && SCHEMES.extractLinks(shown).iterator().hasNext())
                || (shown.indexOf(':') >= 0 && TO_SOMEBODY.matcher(shown).find())
                || IP_ADDRESS.matcher(shown).find()
                || holdsHost(shown);
    }

    /** Whether a dot or a colon stands right before something: what most texts have not, and quick to see. */
    private static boolean mayHold(String text) {
        for (int i = 0; i < text.length() - 1; i++) {
            char character = text.charAt(i);
            boolean joins = character == ':' || character == '.' || (character > '~' && isDot(character));
            if (joins && !Character.isWhitespace(text.charAt(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDot(char character) {
        // Besides the full stop, IDNA's three other dots, and two that only look like one and are folded into it.
        return "\u3002\uff0e\uff61\u2024\ufe52".indexOf(character) >= 0;
    }

    /** Without what is invisible (zero-width characters, direction marks), full-width characters as plain ones. */
    private static String asShown(String text) {
        if (text.chars().allMatch(character -> character < 128)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(point -> !isInvisible(point)).forEach(visible::appendCodePoint);
        return Normalizer.normalize(visible, Normalizer.Form.NFKC);
    }

    private static boolean isInvisible(int point) {
        return Character.getType(point) == Character.FORMAT || (point >= 0xfe00 && point <= 0xfe0f) || point == 0x034f;
    }

    private static boolean holdsHost(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = endOfRun(text, start);
            if (end > start && holdsHost(text, start, end)) {
                return true;
            }
            start = end > start ? end : start + Character.charCount(text.codePointAt(start));
        }
        return false;
    }

    /** Where the labels and dots that begin at {@code start} end. */
    private static int endOfRun(String text, int start) {
        int end = start;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (!isOfLabel(point) && point != '.' && point != IDEOGRAPHIC_STOP) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private static boolean isOfLabel(int point) {
        if (point < 128) {
            return Character.isLetterOrDigit(point) || point == '-' || point == '_';
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.OTHER_SYMBOL -> true;
            case Character.MODIFIER_SYMBOL -> point >= 0x1f000;
            default -> Character.isLetterOrDigit(point);
        };
    }

    /** Whether a host stands in the labels and dots from {@code start} to {@code end}; two dots in a row part it. */
    private static boolean holdsHost(String text, int start, int end) {
        List<DottedName.Label> labels = new ArrayList<>();
        int from = start;
        for (int i = start; i <= end; i++) {
            boolean stop = i == end || text.charAt(i) == '.' || text.charAt(i) == IDEOGRAPHIC_STOP;
            if (!stop) {
                continue;
            }
            if (i > from) {
                boolean ideographic = from > start && text.charAt(from - 1) == IDEOGRAPHIC_STOP;
                labels.add(new DottedName.Label(text.substring(from, i), ideographic));
            }
            if (i == from || i == end) {
                if (isHost(labels, text, start, i == end ? end : i - 1)) {
                    return true;
                }
                labels.clear();
            }
            from = i + 1;
        }
        return false;
    }

    private static boolean isHost(List<DottedName.Label> labels, String text, int start, int end) {
        if (labels.size() < 2) {
            return false;
        }
        // What stands around an @ is an address or somebody's name, unless a path follows.
        boolean mail = (start > 0 && text.charAt(start - 1) == '@') || isFollowed(text, end, "@");
        boolean addressed = isFollowed(text, end, "/#") || isFollowed(text, end, "?") || isPort(text, end);
        if (mail && !isFollowed(text, end, "/")) {
            return false;
        }
        return new DottedName(labels).isHost(addressed);
    }

    private static boolean isFollowed(String text, int end, String by) {
        return end + 1 < text.length()
                && by.indexOf(text.charAt(end)) >= 0
                && Character.isLetterOrDigit(text.codePointAt(end + 1));
    }

    private static boolean isPort(String text, int end) {
        return isFollowed(text, end, ":")
                && end + 2 < text.length()
                && Character.isDigit(text.charAt(end + 1))
                && Character.isDigit(text.charAt(end + 2));
    }

    /** Lower case, as hosts are compared. */
    static String folded(String label) {
        return label.toLowerCase(Locale.ROOT);
    }
}
