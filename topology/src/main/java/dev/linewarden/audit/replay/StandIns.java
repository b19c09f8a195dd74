package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.wishes.Wish;
import dev.linewarden.core.wishes.Wishes;
import dev.linewarden.facts.LibraryFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Other handles and texts that say the same to the gate: a number keeps what tells where it lies, a text whether it has a link
 * or asks something, an answer what its author wishes.
 */
final class StandIns {

    private static final int LAST_DIGITS = 4;

    private final LibraryFacts facts = new LibraryFacts();
    private final Map<String, String> handles = new HashMap<>();

    Event of(Event event) {
        if (event instanceof OutboundRequest request) {
            return request(request);
        }
        if (event instanceof ConversationEvent heard) {
            return new ConversationEvent(
                    heard.eventId(),
                    heard.pool(),
                    heard.line(),
                    handle(heard.recipient()),
                    heard.kind(),
                    heard.at(),
                    answer(heard.text()),
                    heard.requestId());
        }
        if (event instanceof Command command && command.recipient() != null) {
            return new Command(
                    command.pool(), command.kind(), command.requestId(), handle(command.recipient()), command.at());
        }
        return event;
    }

    private OutboundRequest request(OutboundRequest request) {
        List<OutboundRequest.Attachment> attachments = request.attachments().stream()
                .map(file -> new OutboundRequest.Attachment("https://example.com/file", file.mimeType()))
                .toList();
        return new RequestBuilder(request)
                .recipient(handle(request.recipient()))
                .text(text(request.text()))
                .attachments(attachments)
                .build();
    }

    private String text(String text) {
        if (text.isBlank()) {
            return text;
        }
        String said = facts.hasLink(text) ? "https://example.com/page" : "Hello";
        return text.contains("?") ? said + " ?" : said;
    }

    private static @Nullable String answer(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Wish wish = Wishes.BUILT_IN.read(text);
        if (wish == null) {
            return "ok";
        }
        return switch (wish) {
            case OPT_OUT -> "STOP";
            case OPT_IN -> "START";
            case HELP -> "HELP";
        };
    }

    private String handle(String handle) {
        return handles.computeIfAbsent(handle, this::another);
    }

    private String another(String handle) {
        int number = handles.size() + 1;
        return handle.startsWith("+") && handle.length() > LAST_DIGITS + 2
                ? handle.substring(0, handle.length() - LAST_DIGITS) + String.format("%04d", number)
                : "person-" + number + "@example.com";
    }
}
