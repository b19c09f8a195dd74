package dev.linewarden.core.wishes;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as words and marks. Words are lower case, without accents, apostrophes, marks that nobody sees, or wide letters:
 * "DON´T", "don’t" and "ｄｏｎｔ" are one word. Marks are what ends a sentence or a part of one, and what quotes.
 *
 * <p>One pass, code point by code point: the JDK's normalizer alone would sort a long run of combining marks in the square
 * of its length.
 */
final class Folding {

    static final String SENTENCE = ".";
    static final String QUESTION = "?";
    static final String LINE = "\n";
    static final String CLAUSE = ",";
    static final String SINGLE_OPEN = "‘";
    static final String SINGLE_CLOSE = "’";

    /** Stands for a web or mail address: a word that no list knows. */
    static final String ADDRESS = "0address";

    /** "Wrong #": a hash without a tag behind it. */
    private static final String NUMBER = "number";

    /** What quotes, whichever way round: languages differ in which of them opens. */
    private static final String QUOTES = "\"“”„‟«»‹›「」『』〝〞〟《》＂";

    // Everything that a keyboard, a converter or a homoglyph puts where an apostrophe belongs.
    private static final String APOSTROPHES = "'’‘‛‚ʼʻʽʾʿˈʹˊˋ´`ˋ′‵＇｀ꞌꞋ՚᾽᾿՝\uFFFD";

    private static final String CLAUSES = ",;:()[]{}/|–—―‒…、，；：（）・";
    private static final String SENTENCES = ".!¡¿。．！｡‼";
    private static final String QUESTIONS = "?？⁇‽؟";

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    private Folding(String text) {
        this.text = text;
    }

    static List<String> fold(String text) {
        return new Folding(text).fold();
    }

    static boolean isWord(String token) {
        return Character.isLetterOrDigit(token.codePointAt(0));
    }

    static boolean isDoubleQuote(String token) {
        return QUOTES.indexOf(token.charAt(0)) >= 0;
    }

    private List<String> fold() {
        int at = 0;
        boolean chunk = true;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int end = chunk ? endOfAddress(at) : at;
            if (end > at) {
                tokens.add(ADDRESS);
                at = end;
            } else if (chunk && point == '>' && beginsLine(at)) {
                at = endOfLine(at);
            } else {
                take(point, at);
                at += Character.charCount(point);
            }
            chunk = endsAddress(point);
        }
        endWord();
        return tokens;
    }

    private void take(int point, int at) {
        if (point < 128 ? isAsciiAlphanumeric(point) : Character.isLetterOrDigit(point) && !isApostrophe(point)) {
            add(point);
        } else if (isApostrophe(point) || isMissedApostrophe(point, at)) {
            apostrophe(at);
        } else if (point == '#' && isBlank(at + 1)) {
            endWord();
            tokens.add(NUMBER);
        } else if (!isUnseen(point)) {
            mark(point, at);
        }
    }

    private void add(int point) {
        if (point < 128) {
            word.append((char) (point >= 'A' && point <= 'Z' ? point + 'a' - 'A' : point));
            return;
        }
        String apart = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
        apart.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(word::appendCodePoint);
    }

    private static boolean isAsciiAlphanumeric(int point) {
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9');
    }

    private static boolean isApostrophe(int point) {
        return point <= Character.MAX_VALUE && APOSTROPHES.indexOf(point) >= 0;
    }

    /** The key beside it: "don;t". */
    private boolean isMissedApostrophe(int point, int at) {
        return point == ';' && !word.isEmpty() && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    /** Combining marks and format characters: a text with them reads like one without. */
    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT -> true;
            default -> false;
        };
    }

    /** Inside a word it is nothing; around one it quotes. */
    private void apostrophe(int at) {
        boolean letterBehind = at + 1 < text.length() && Character.isLetterOrDigit(text.codePointAt(at + 1));
        boolean letterBefore = !word.isEmpty();
        if (letterBefore != letterBehind) {
            endWord();
            tokens.add(letterBehind ? SINGLE_OPEN : SINGLE_CLOSE);
        }
    }

    private void mark(int point, int at) {
        endWord();
        if (point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029 || point == 0x85) {
            tokens.add(LINE);
        } else if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            return;
        } else if (SENTENCES.indexOf(point) >= 0) {
            // "Ok..." goes on; a full stop ends.
            boolean dots = point == '.' && (is(at - 1, '.') || is(at + 1, '.'));
            tokens.add(dots ? CLAUSE : SENTENCE);
        } else if (QUESTIONS.indexOf(point) >= 0) {
            tokens.add(QUESTION);
        } else if (QUOTES.indexOf(point) >= 0) {
            tokens.add(Character.toString(point));
        } else if (CLAUSES.indexOf(point) >= 0 || isEmoji(point) || isDash(point, at)) {
            tokens.add(CLAUSE);
        }
    }

    private static boolean isEmoji(int point) {
        int type = Character.getType(point);
        return type == Character.OTHER_SYMBOL || type == Character.SURROGATE || type == Character.PRIVATE_USE;
    }

    /** A hyphen with room beside it; "opt-out" is two words of one part. */
    private boolean isDash(int point, int at) {
        return point == '-' && (isBlank(at - 1) || isBlank(at + 1));
    }

    private boolean isBlank(int at) {
        return at < 0 || at >= text.length() || Character.isWhitespace(text.charAt(at)) || is(at, '-');
    }

    private boolean is(int at, char expected) {
        return at >= 0 && at < text.length() && text.charAt(at) == expected;
    }

    private void endWord() {
        if (!word.isEmpty()) {
            tokens.add(word.toString());
            word.setLength(0);
        }
    }

    /** Somebody else's line, quoted as in a mail. */
    private boolean beginsLine(int at) {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    private int endOfLine(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** The end of a web or mail address that begins here, or the beginning itself. */
    private int endOfAddress(int at) {
        int end = at;
        boolean dot = false;
        boolean path = false;
        boolean mail = false;
        while (end < text.length() && !endsAddress(text.charAt(end))) {
            char next = text.charAt(end);
            mail |= next == '@' && end > at;
            path |= dot && next == '/';
            dot |= next == '.' && end > at && Character.isLetterOrDigit(text.charAt(end - 1));
            end++;
        }
        boolean scheme = text.startsWith("http", at) && text.startsWith("://", schemeEnd(at));
        return path || scheme || (mail && dot) ? end : at;
    }

    // What ends one search begins the next: no character is looked at by two of them.
    private static boolean endsAddress(int point) {
        return Character.isWhitespace(point) || QUOTES.indexOf(point) >= 0 || point == '(' || point == ')';
    }

    private int schemeEnd(int at) {
        return is(at + 4, 's') ? at + 5 : at + 4;
    }
}
