package dev.linewarden.audit;

import dev.linewarden.core.rules.Window;
import dev.linewarden.schemas.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was decided about one request id in one pool, as the topics hold it.
 *
 * @param attempts in the order in which they were judged; an id that was used again has those of all its uses
 */
public record Story(String pool, String requestId, List<Attempt> attempts) {

    /**
     * One judgement.
     *
     * @param ended what ended the wait that it began; null for what is no wait, or goes on
     * @param windows the times over which rules counted what they measured, by rule; none where the policy is not known
     */
    public record Attempt(Decision decision, @Nullable Ending ended, Map<String, Window> windows) {}

    /** What ends waits. */
    public enum Cause {
        TIME,
        DEADLINE,
        REPLY,
        OPT_OUT,
        LINE,
        POLICY,
        COMMAND,
        UNKNOWN
    }

    /**
     * The end of a wait.
     *
     * @param at when the request was judged again
     * @param offset the journal entry that ended it; null when none did, or it is not known
     * @param what in words
     */
    public record Ending(Cause cause, Instant at, @Nullable Long offset, String what) {}
}
