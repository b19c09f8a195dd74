package dev.linewarden.core.wishes;

import java.util.ArrayList;
import java.util.List;

/**
 * Words between two marks, as the lists spell them and without fillers.
 *
 * @param outer whether it begins or ends its sentence: "we stop, rest, and go on" has no keyword sentence in its middle
 * @param signature whether it may be a name under the text: a few words on a last line of their own
 */
record Clause(List<String> words, boolean outer, boolean signature) {

    /** More words than this are no name. */
    private static final int LONGEST_NAME = 3;

    /** Fewer letters than this, spelled out one by one, are no keyword. */
    private static final int SHORTEST_SPELLED_OUT = 3;

    /** The clauses of a text without quotation marks. */
    static List<Clause> of(List<String> tokens, Grammar grammar, Phrases spelledOut) {
        List<Clause> clauses = new ArrayList<>();
        List<String> all = joined(tokens, spelledOut);
        int firstOfSentence = 0;
        boolean newLine = false;
        int at = 0;
        while (at < all.size()) {
            List<String> words = new ArrayList<>();
            while (at < all.size() && Folding.isWord(all.get(at))) {
                boolean pair = at + 1 < all.size() && Folding.isWord(all.get(at + 1));
                String joined = pair ? grammar.rejoined(all.get(at), all.get(at + 1)) : null;
                String word = joined == null ? grammar.spelled(all.get(at)) : joined;
                if (!grammar.isFiller(word)) {
                    words.add(word);
                }
                at += joined == null ? 1 : 2;
            }
            boolean ends = at == all.size() || !all.get(at).equals(Folding.CLAUSE);
            if (!words.isEmpty()) {
                boolean name = newLine && words.size() <= LONGEST_NAME;
                clauses.add(new Clause(List.copyOf(words), firstOfSentence == clauses.size(), name));
                newLine = false;
            }
            newLine |= at < all.size() && all.get(at).equals(Folding.LINE);
            if (ends) {
                outermost(clauses);
                firstOfSentence = clauses.size();
            }
            at++;
        }
        return onlyLastSigns(clauses);
    }

    /** The last clause of a sentence is an outer one. */
    private static void outermost(List<Clause> clauses) {
        if (!clauses.isEmpty()) {
            Clause last = clauses.remove(clauses.size() - 1);
            clauses.add(new Clause(last.words, true, last.signature));
        }
    }

    private static List<Clause> onlyLastSigns(List<Clause> clauses) {
        for (int i = 0; i < clauses.size() - 1; i++) {
            Clause clause = clauses.get(i);
            if (clause.signature) {
                clauses.set(i, new Clause(clause.words, clause.outer, false));
            }
        }
        return clauses;
    }

    /** "S T O P" and "s.t.o.p" are spelled out: single letters that make a keyword become that word. */
    private static List<String> joined(List<String> tokens, Phrases spelledOut) {
        List<String> joined = new ArrayList<>(tokens.size());
        int at = 0;
        while (at < tokens.size()) {
            StringBuilder word = new StringBuilder();
            int end = at;
            int behind = at;
            while (end < tokens.size() && (isLetter(tokens.get(end)) || isBetweenLetters(tokens, end))) {
                if (isLetter(tokens.get(end))) {
                    word.append(tokens.get(end));
                    behind = end + 1;
                }
                end++;
            }
            String[] one = {word.toString()};
            if (word.length() >= SHORTEST_SPELLED_OUT && spelledOut.beginsAt(one, 0)) {
                joined.add(one[0]);
                at = behind;
            } else {
                end = Math.max(end, at + 1);
                joined.addAll(tokens.subList(at, end));
                at = end;
            }
        }
        return joined;
    }

    private static boolean isLetter(String token) {
        return Folding.isWord(token) && token.codePointCount(0, token.length()) == 1;
    }

    private static boolean isBetweenLetters(List<String> tokens, int at) {
        return at > 0
                && at + 1 < tokens.size()
                && !tokens.get(at).equals(Folding.LINE)
                && !Folding.isWord(tokens.get(at))
                && isLetter(tokens.get(at - 1))
                && isLetter(tokens.get(at + 1));
    }
}
