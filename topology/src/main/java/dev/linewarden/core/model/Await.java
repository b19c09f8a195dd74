package dev.linewarden.core.model;

/** What may end a wait before its time, or end one that has no time. A rule that holds says which. */
public enum Await {
    /** The line that was chosen is ACTIVE again, or has let its recipients go. */
    LINE,
    /** The recipient's next message. */
    REPLY,
    /** A line of the pool becomes ACTIVE. */
    CAPACITY,
    /** People answer the line that was chosen again. */
    DIALOGUE,
    /** An operator ends what is suspended. */
    SUSPENSION,
    /** Nothing but a change of the policy. */
    POLICY
}
