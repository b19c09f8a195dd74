package dev.linewarden.core;

/** One input of a pool, as it stands in the journal. */
public sealed interface Event permits Intent, Conversation, LineReport, PolicyText, Command {

    /** The pool that the event belongs to; never blank. */
    String pool();
}
