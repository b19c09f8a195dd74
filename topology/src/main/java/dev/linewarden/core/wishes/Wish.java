package dev.linewarden.core.wishes;

/** What somebody who writes to a line asks of it, apart from the conversation. */
public enum Wish {
    /** Not to be written to any more. */
    OPT_OUT,
    /** To be written to again. */
    OPT_IN,
    /** To be told who writes and how it ends; carriers want it answered, also to those who opted out. */
    HELP
}
