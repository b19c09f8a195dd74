package dev.linewarden.core.model;

/** What a message is for: upstream's own word, which some rules take into account. */
public enum Purpose {
    /** Part of a conversation, or meant to begin one: the default. */
    CONVERSATIONAL,
    /** Advertises. */
    MARKETING,
    /** Tells of something that the recipient ordered or asked for. */
    TRANSACTIONAL,
    /** A code that somebody waits for: at least of HIGH priority. */
    ONE_TIME_CODE,
    /** The one confirmation of an opt-out that is allowed. */
    OPT_OUT_CONFIRMATION,
    /** The answer to HELP or INFO. */
    HELP_ANSWER
}
