package dev.linewarden.contract;

import dev.linewarden.core.model.Handles;
import dev.linewarden.facts.HandleReader;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Suspension;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The entrance: whatever comes in, from a topic, a file or a scenario, passes here and leaves in the one spelling under
 * which state is kept.
 */
public final class Inputs {

    private static final String UNREADABLE =
            "recipient can be read neither as a phone number with its country (+19495550100) nor as an e-mail address";

    /** Characters of a suspension's reason. */
    public static final int MOST_REASON = 500;

    private static final int MOST_LABEL = 200;

    private Inputs() {}

    /** An input that would be swallowed, since nobody can tell whom or what it is about; the message holds no handle. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Puts pool and handles into their one spelling. A request to nobody stays as it is: its answer is a decision,
     * INVALID_REQUEST.
     *
     * @return the pool that the input is about
     * @throws RefusedException for an event or command about a recipient who cannot be read, and a command about nothing
     */
    public static String normalise(SpecificRecord input) throws RefusedException {
        if (input instanceof OutboundRequest request) {
            String read = HandleReader.read(request.getRecipient());
            request.setRecipient(read == null ? request.getRecipient() : read);
            request.setPool(Handles.pool(request.getPool()));
            return request.getPool();
        }
        if (input instanceof ConversationEvent event) {
            event.setRecipient(recipient(event.getRecipient()));
            event.setPool(Handles.pool(event.getPool()));
            return event.getPool();
        }
        if (input instanceof Command command) {
            normalise(command);
            return command.getPool();
        }
        if (input instanceof LineUpdate update) {
            update.setPool(Handles.pool(update.getPool()));
            return update.getPool();
        }
        if (input instanceof PolicyUpdate update) {
            update.setPool(Handles.pool(update.getPool()));
            return update.getPool();
        }
        throw new RefusedException("a " + input.getSchema().getName() + " is no input");
    }

    private static void normalise(Command command) throws RefusedException {
        command.setPool(Handles.pool(command.getPool()));
        if (command.getSuspension() != null) {
            check(command.getSuspension());
            return;
        }
        if (command.getKind() == CommandKind.FORGET) {
            if (command.getRecipient() == null) {
                throw new RefusedException("FORGET needs a recipient");
            }
            command.setRecipient(recipient(command.getRecipient()));
        } else if (command.getShadow() == null && isBlank(command.getRequestId())) {
            throw new RefusedException(command.getKind() + " needs a request_id");
        }
    }

    private static void check(Suspension suspension) throws RefusedException {
        if (isBlank(suspension.getLabelKey()) != isBlank(suspension.getLabelValue())) {
            throw new RefusedException("a suspension names label_key and label_value, or neither");
        }
        if (isBlank(suspension.getLabelKey())) {
            suspension.setLabelKey(null);
            suspension.setLabelValue(null);
        }
        hold("label_key", suspension.getLabelKey(), MOST_LABEL);
        hold("label_value", suspension.getLabelValue(), MOST_LABEL);
        hold("reason", suspension.getReason(), MOST_REASON);
    }

    private static void hold(String field, @Nullable String text, int most) throws RefusedException {
        if (text != null && (text.length() > most || text.chars().anyMatch(Character::isISOControl))) {
            throw new RefusedException(
                    "a suspension's " + field + " has at most " + most + " characters, and no control characters");
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String recipient(String text) throws RefusedException {
        String read = HandleReader.read(text);
        if (read == null) {
            throw new RefusedException(UNREADABLE);
        }
        return read;
    }
}
