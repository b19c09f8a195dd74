package dev.linewarden.core.model;

/** One input of a pool, as it stands in the journal. */
public sealed interface Event
        permits OutboundRequest, ConversationEvent, LineUpdate, PolicyUpdate, Command, ShadowOrder, SuspensionOrder {

    /** The pool that the event belongs to; never blank. */
    String pool();
}
