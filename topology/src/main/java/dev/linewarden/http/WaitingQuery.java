package dev.linewarden.http;

import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.facts.HandleReader;
import io.micronaut.http.HttpStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which waits are looked for: all of it holds. Public for templates.
 *
 * @param recipient a handle in its one spelling; null for any
 * @param label {@code key} or {@code key=value}; null for any
 * @param code the rule's code that binds the wait; null for any
 */
public record WaitingQuery(
        @Nullable String recipient,
        @Nullable String label,
        @Nullable String code) implements Predicate<Deferral> {

    /**
     * The query of an address; what is blank is any.
     *
     * @throws Refusal 400 for a recipient that cannot be read
     */
    static WaitingQuery of(@Nullable String recipient, @Nullable String label, @Nullable String code) {
        String handle = given(recipient);
        return new WaitingQuery(handle == null ? null : handle(handle), given(label), given(code));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /**
     * A handle in its one spelling.
     *
     * @throws Refusal 400 when it is none
     */
    static String handle(String text) {
        String read = HandleReader.read(text);
        if (read == null) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "recipient can be read neither as a phone number with its country (+19495550100, in an address"
                            + " %2B19495550100) nor as an e-mail address");
        }
        return read;
    }

    /** What is looked for, by name, with the recipient masked. */
    Map<String, String> inWords() {
        Map<String, String> words = new TreeMap<>();
        if (recipient != null) {
            words.put("recipient", Masked.handle(recipient));
        }
        if (label != null) {
            words.put("label", label);
        }
        if (code != null) {
            words.put("code", code);
        }
        return words;
    }

    public boolean isAny() {
        return recipient == null && label == null && code == null;
    }

    @Override
    public boolean test(Deferral wait) {
        return (recipient == null || wait.request().recipient().equals(recipient))
                && (label == null || hasLabel(wait.request(), label))
                && (code == null || wait.code().name().equals(code));
    }

    private static boolean hasLabel(OutboundRequest request, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? request.labels().containsKey(label)
                : label.substring(equals + 1).equals(request.labels().get(label.substring(0, equals)));
    }
}
