package dev.linewarden.core.wishes;

/**
 * One clause, read against the lists. What may stand before a demand is measured from the front, what may stand behind it
 * from the back, so that every word is looked at as often as phrases are long, whatever the length of the clause.
 */
final class ClauseReading {

    /** A negation or another subject this many words before a phrase is about it. */
    private static final int NEAR = 4;

    private final Vocabulary lists;
    private final Phrases ownOut;
    private final String[] words;
    private final boolean outer;
    private final boolean signature;

    ClauseReading(Clause clause, Vocabulary lists, Phrases ownOut) {
        this.lists = lists;
        this.ownOut = ownOut;
        words = clause.words().toArray(new String[0]);
        outer = clause.outer();
        signature = clause.signature();
    }

    /** A machine's answer, by its wording. */
    boolean isMachine() {
        return mentions(lists.autoreply());
    }

    /** Whether one of the phrases stands anywhere. */
    boolean mentions(Phrases phrases) {
        for (int at = 0; at < words.length; at++) {
            if (phrases.beginsAt(words, at)) {
                return true;
            }
        }
        return false;
    }

    boolean mayBeName() {
        return signature;
    }

    /** Nothing but what may stand around a keyword. */
    boolean isCompany() {
        return isOnly(lists.lead());
    }

    /** Nothing but the given phrases. */
    boolean isOnly(Phrases phrases) {
        return tail(phrases)[0];
    }

    /** The keyword, with nothing but company before it and the tail behind it. */
    boolean isKeyword(Phrases keyword, Phrases tail) {
        boolean[] leads = leads(lists.company(), false);
        boolean[] tails = tail(tail);
        boolean[] denied = denied();
        for (int at = 0; at < words.length; at++) {
            if (leads[at] && !denied[at] && keyword.endsWhere(tails, words, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the clause asks for no more messages, by a keyword or in plain words. */
    boolean demands(Phrases ownPhrases) {
        // Most clauses hold nothing that could be one: the rest need not be measured then.
        if (!mentions(lists.demand()) && !mentions(ownOut) && !mentions(ownPhrases)) {
            return false;
        }
        boolean[] leads = leads(lists.lead(), true);
        boolean[] tails = tailWithReasons();
        boolean[] denied = denied();
        boolean[] notOwn = notOwn();
        for (int at = 0; at < words.length; at++) {
            boolean own = leads[at] || !notOwn[at];
            if (!denied[at] && ((leads[at] && isDemand(at, tails)) || (own && isUnmistakable(at, ownPhrases)))) {
                return true;
            }
        }
        return false;
    }

    private boolean isDemand(int at, boolean[] tails) {
        return (outer && (endsIn(lists.keyword(), at, tails) || endsIn(ownOut, at, tails)))
                || endsIn(lists.alone(), at, tails)
                || isUnlimited(lists.unlimited(), at);
    }

    private boolean isUnmistakable(int at, Phrases ownPhrases) {
        return lists.anywhere().beginsAt(words, at)
                || ownPhrases.beginsAt(words, at)
                || isUnlimited(lists.anywhereUnlimited(), at);
    }

    private boolean endsIn(Phrases phrases, int at, boolean[] tails) {
        return phrases.endsWhere(tails, words, at);
    }

    /** Heard, and not only for a time or of a thing: "at this number" is no limit, "at dinner" is one. */
    private boolean isUnlimited(Phrases phrases, int at) {
        int end = phrases.longest(words, at);
        if (end < 0) {
            return false;
        }
        int limit = lists.limit().longest(words, end);
        return limit < 0 || lists.tail().longest(words, end) > limit;
    }

    /** Where a demand may begin: at the front, behind what may stand before it, and where a clause begins unmarked. */
    private boolean[] leads(Phrases lead, boolean begins) {
        boolean[] leads = new boolean[words.length + 1];
        leads[0] = true;
        for (int at = 0; at < words.length; at++) {
            leads[at] |= begins && lists.begins().beginsAt(words, at);
            if (leads[at]) {
                lead.markEnds(leads, words, at);
            }
        }
        return leads;
    }

    /** From where on there is nothing but the given phrases, to the end. */
    private boolean[] tail(Phrases tail) {
        boolean[] tails = new boolean[words.length + 1];
        tails[words.length] = true;
        for (int at = words.length - 1; at >= 0; at--) {
            tails[at] = tail.endsWhere(tails, words, at);
        }
        return tails;
    }

    private boolean[] tailWithReasons() {
        boolean[] tails = new boolean[words.length + 1];
        tails[words.length] = true;
        for (int at = words.length - 1; at >= 0; at--) {
            tails[at] = lists.tail().endsWhere(tails, words, at)
                    || ownOut.endsWhere(tails, words, at)
                    || lists.reasons().beginsAt(words, at);
        }
        return tails;
    }

    /** The words that belong to what looks like a demand and is none. */
    private boolean[] denied() {
        boolean[] denied = new boolean[words.length];
        int end = 0;
        int covered = 0;
        for (int at = 0; at < words.length; at++) {
            // Not what begins inside of a lead: "if you don't stop" is a threat.
            if (at >= covered) {
                end = Math.max(end, lists.opposite().longest(words, at));
            }
            covered = Math.max(covered, lists.lead().longest(words, at));
            denied[at] = at < end;
        }
        return denied;
    }

    /** Where a negation or another subject stands just before, outside of any known company. */
    private boolean[] notOwn() {
        boolean[] notOwn = new boolean[words.length];
        int near = -1;
        int covered = 0;
        for (int at = 0; at < words.length; at++) {
            notOwn[at] = at < near;
            covered = Math.max(covered, lists.lead().longest(words, at));
            int end = at < covered ? -1 : lists.notOwn().longest(words, at);
            near = end < 0 ? near : Math.max(near, end + NEAR);
        }
        return notOwn;
    }
}
