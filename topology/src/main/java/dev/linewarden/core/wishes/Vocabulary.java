package dev.linewarden.core.wishes;

/**
 * The built-in lists, each ready to be looked for, by the part that it plays in a clause.
 *
 * @param lead what may stand before a demand
 * @param company what may stand on either side
 * @param tail what may stand behind a keyword or demand that nothing else may follow
 * @param ordinaryTail the same behind a keyword that is an ordinary word
 * @param demand every phrase that can make a clause an opt-out
 * @param begins where a clause begins without a mark
 */
record Vocabulary(
        Grammar grammar,
        Phrases company,
        Phrases lead,
        Phrases tail,
        Phrases ordinaryTail,
        Phrases reasons,
        Phrases begins,
        Phrases keyword,
        Phrases ordinaryKeyword,
        Phrases start,
        Phrases afterStart,
        Phrases help,
        Phrases anywhere,
        Phrases anywhereUnlimited,
        Phrases unlimited,
        Phrases alone,
        Phrases demand,
        Phrases limit,
        Phrases reaction,
        Phrases autoreply,
        Phrases opposite,
        Phrases notOwn) {

    /** Built once, when the first text is read. */
    private static final class Holder {
        private static final Vocabulary BUILT_IN = build(Grammar.builtIn());
    }

    static Vocabulary builtIn() {
        return Holder.BUILT_IN;
    }

    private static Vocabulary build(Grammar grammar) {
        return new Vocabulary(
                grammar,
                grammar.phrases("company"),
                grammar.phrases("company", "before", "a clause begins"),
                grammar.phrases("company", "after", "keyword", "ordinary keyword", "nothing else follows"),
                grammar.phrases("company", "after an ordinary keyword", "keyword", "ordinary keyword"),
                grammar.phrases("after, and whatever follows"),
                grammar.phrases("a clause begins"),
                grammar.phrases("keyword"),
                grammar.phrases("ordinary keyword"),
                grammar.phrases("start"),
                grammar.phrases("company", "after start", "start"),
                grammar.phrases("help"),
                grammar.phrases("anywhere"),
                grammar.phrases("anywhere, unless it is limited"),
                grammar.phrases("unless it is limited"),
                grammar.phrases("nothing else follows"),
                grammar.phrases(
                        "keyword",
                        "anywhere",
                        "anywhere, unless it is limited",
                        "unless it is limited",
                        "nothing else follows"),
                grammar.phrases("limit"),
                grammar.phrases("reaction"),
                grammar.phrases("autoreply"),
                grammar.phrases("opposite"),
                grammar.phrases("before somebody else's"));
    }
}
