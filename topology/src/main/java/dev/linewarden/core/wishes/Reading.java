package dev.linewarden.core.wishes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text, read: what others said is taken out, what is left falls into clauses, and each clause is read for itself.
 *
 * <p>In doubt between a keyword sentence and anything else it is an opt-out; in doubt about START it is none.
 */
final class Reading {

    private final Vocabulary lists = Vocabulary.builtIn();
    private final Phrases ownOut;
    private final Phrases ownIn;
    private final Phrases ownPhrases;
    private final List<Clause> clauses;
    private final boolean asks;

    Reading(String text, Phrases ownOut, Phrases ownIn, Phrases ownPhrases) {
        this.ownOut = ownOut;
        this.ownIn = ownIn;
        this.ownPhrases = ownPhrases;
        List<String> tokens = Folding.fold(text);
        asks = tokens.contains(Folding.QUESTION);
        clauses = clauses(Quotations.without(tokens, this::isReaction, this::isHarmless));
    }

    private List<Clause> clauses(List<String> tokens) {
        return Clause.of(tokens, lists.grammar(), lists.keyword());
    }

    private boolean isReaction(List<String> words) {
        // Nothing but an emoji before the quotation is a reaction too: its words are only "to".
        String[] all = words.toArray(new String[0]);
        return lists.reaction().longest(all, 0) == all.length && all.length > 0;
    }

    /** Whether nothing but company stands around a quotation: then the quotation is emphasis. */
    private boolean isHarmless(List<String> outside) {
        List<String> around = outside.stream()
                .map(token -> Quotations.isQuoted(token) ? Folding.CLAUSE : token)
                .toList();
        return clauses(around).stream()
                .map(clause -> new ClauseReading(clause, lists, ownOut))
                .allMatch(clause -> clause.isCompany() || clause.isOnly(lists.tail()));
    }

    @Nullable
    Wish wish() {
        List<ClauseReading> read = clauses.stream()
                .map(clause -> new ClauseReading(clause, lists, ownOut))
                .toList();
        if (read.stream().anyMatch(ClauseReading::isMachine)) {
            return null;
        }
        if (read.stream().anyMatch(clause -> clause.demands(ownPhrases))
                || isWholeText(read, lists.ordinaryKeyword(), lists.ordinaryTail())) {
            return Wish.OPT_OUT;
        }
        if (!asks
                && (isWholeText(read, lists.start(), lists.afterStart())
                        || isWholeText(read, ownIn, lists.afterStart()))) {
            return Wish.OPT_IN;
        }
        return isWholeText(read, lists.help(), lists.company()) ? Wish.HELP : null;
    }

    /** Whether the text is the keyword and nothing but what may stand around it. */
    private static boolean isWholeText(List<ClauseReading> read, Phrases keyword, Phrases tail) {
        if (read.stream().noneMatch(clause -> clause.mentions(keyword))) {
            return false;
        }
        boolean heard = false;
        for (ClauseReading clause : read) {
            boolean says = clause.isKeyword(keyword, tail);
            if (!says && !clause.isCompany() && !clause.isOnly(tail) && !(heard && clause.mayBeName())) {
                return false;
            }
            heard |= says;
        }
        return heard;
    }
}
