package dev.linewarden.core.rules;

import dev.linewarden.core.state.Sent;
import java.time.Instant;

/** What a verdict changes, an approval above all, as data. The ledger alone applies it. */
public sealed interface StateChange {

    /** One more send of the server on its calendar day. */
    record ServerSend(String server, long epochDay) implements StateChange {}

    /** One more send of the line, for its sliding windows and its reviews. */
    record LineSend(String line, Sent sent) implements StateChange {}

    /**
     * One more message to the recipient since it last wrote.
     *
     * @param answers inside an active conversation
     */
    record RecipientSend(String recipient, String line, String requestId, boolean answers) implements StateChange {}

    /** The line opens a conversation on its calendar day. */
    record NewConversation(String line, long epochDay) implements StateChange {}

    /** The line becomes the recipient's home. */
    record NewHome(String recipient, String line) implements StateChange {}

    /** The line took its place in the round-robin. */
    record Assigned(String line) implements StateChange {}

    /** The line wrote first: an opener, which wants an answer. */
    record Opener(String line, Instant at) implements StateChange {}

    /** The recipient has been told that its opt-out was heard. */
    record OptOutConfirmed(String recipient) implements StateChange {}

    /** The recipient has been given a contact card. */
    record CardShared(String recipient) implements StateChange {}
}
