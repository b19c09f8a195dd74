package dev.linewarden.audit.oracle.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which policy was in force: the last that was heard, unless the gate did not adopt it. Decisions name theirs by its hash,
 * so that can be told without asking why.
 */
final class Policies {

    private final Map<String, Terms> known = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Terms current;
    // A text that came and that no decision has named yet, and what was in force before.
    private @Nullable Terms before;
    private boolean isOpen;
    private long offset;

    /** Whether a decision names the policy in force. */
    enum Verdict {
        IN_FORCE,
        ANOTHER,
        /** It may be one that the journal no longer holds. */
        UNKNOWN
    }

    /**
     * @param isWhole whether the journal holds every policy that ever came
     */
    Policies(boolean isWhole) {
        known.put(Terms.DEFAULT.hash, Terms.DEFAULT);
        current = isWhole ? Terms.DEFAULT : null;
    }

    /** A text that may have been in force before the journal's beginning. */
    void known(String text) {
        Terms terms = read(text);
        if (terms != null) {
            known.put(terms.hash, terms);
        }
    }

    void heard(String text, long at) {
        Terms terms = read(text);
        if (terms == null) {
            notes.add("the policy at journal offset " + at + " cannot be read and was not adopted");
            return;
        }
        known.put(terms.hash, terms);
        before = current;
        current = terms;
        isOpen = true;
        offset = at;
    }

    private static @Nullable Terms read(String text) {
        try {
            return new Terms(text);
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    /** Takes to heart by which policy was decided. */
    Verdict named(String hash) {
        if (hash.isEmpty()) {
            return current == null ? Verdict.UNKNOWN : Verdict.IN_FORCE;
        }
        if (current != null && current.hash.equals(hash)) {
            isOpen = false;
            return Verdict.IN_FORCE;
        }
        Terms named = known.get(hash);
        if (isOpen && before != null && before.hash.equals(hash)) {
            notes.add("the policy at journal offset " + offset
                    + " was not adopted: the gate refused it (see the alert POLICY_REJECTED), or overlooked it");
            current = before;
            isOpen = false;
            return Verdict.IN_FORCE;
        }
        if (current == null && named != null) {
            current = named;
            return Verdict.IN_FORCE;
        }
        return current == null ? Verdict.UNKNOWN : Verdict.ANOTHER;
    }

    /** What is in force; the contract's defaults while nobody can tell. */
    Terms current() {
        return current == null ? Terms.DEFAULT : current;
    }

    boolean isKnown() {
        return current != null;
    }

    List<String> notes() {
        return notes;
    }
}
