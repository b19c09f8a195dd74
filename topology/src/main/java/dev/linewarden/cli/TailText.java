package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.Durations;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record in one line for people: when, what, who, why. Handles are masked and texts are told by their length, unless
 * revealed. Times are UTC.
 */
final class TailText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter THAT_DAY =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LATER =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final boolean reveal;

    TailText(boolean reveal) {
        this.reveal = reveal;
    }

    /**
     * The line, however long.
     *
     * @param value null for what has no record: a tombstone, a dead letter, what cannot be decoded
     * @param json the same as JSON
     * @param appended when the broker took it
     */
    String of(@Nullable Object value, ObjectNode json, Instant appended) {
        if (value instanceof JournalEntry entry) {
            return of(entry.getEvent(), json, entry.getReceivedAt());
        }
        Instant at = time(value, appended);
        return words(TIME.format(at), value == null ? bare(json) : said(value, at));
    }

    private static Instant time(@Nullable Object value, Instant appended) {
        if (value instanceof Decision decision) {
            return decision.getDecidedAt();
        }
        if (value instanceof Alert alert) {
            return alert.getAt();
        }
        if (value instanceof Operation operation) {
            return operation.getAt();
        }
        return value instanceof ConversationEvent event ? event.getAt() : appended;
    }

    private String said(Object value, Instant at) {
        if (value instanceof Decision decision) {
            return decided(decision, at);
        }
        if (value instanceof Alert alert) {
            return words("ALERT   ", alert.getKind(), alert.getSeverity(), alert.getMessage());
        }
        if (value instanceof OutboundRequest request) {
            return words(
                    "REQUEST ",
                    request.getRequestId(),
                    handle(request.getRecipient()),
                    request.getPriority(),
                    request.getPurpose(),
                    text(request.getText()));
        }
        if (value instanceof ConversationEvent event) {
            return words(
                    "EVENT   ",
                    event.getKind(),
                    event.getLine(),
                    handle(event.getRecipient()),
                    event.getRequestId(),
                    text(event.getText()));
        }
        return administered(value);
    }

    private String administered(Object value) {
        if (value instanceof LineUpdate line) {
            return words(
                    "LINE    ",
                    line.getPool() + "/" + line.getLine(),
                    line.getStatus(),
                    line.getServer(),
                    line.getNote());
        }
        if (value instanceof PolicyUpdate policy) {
            return words(
                    "POLICY  ", policy.getPool(), policy.getPolicy().lines().count() + " lines");
        }
        if (value instanceof Operation operation) {
            return words(
                    "DID     ", operation.getActor(), OperationText.what(operation), OperationText.came(operation));
        }
        if (value instanceof Command command && command.getSuspension() != null) {
            return suspended(command, command.getSuspension());
        }
        if (value instanceof Command command) {
            String recipient = command.getRecipient();
            return words(
                    "COMMAND ",
                    command.getKind(),
                    command.getRequestId(),
                    recipient == null ? null : handle(recipient));
        }
        return value.getClass().getSimpleName();
    }

    private static String suspended(Command command, Suspension order) {
        return words(
                order.getEnds() ? "RESUMED " : "SUSPEND ",
                order.getLabelKey() == null
                        ? "pool " + command.getPool()
                        : order.getLabelKey() + "=" + order.getLabelValue(),
                order.getUntil() == null ? null : "until " + order.getUntil(),
                order.getReason());
    }

    private String decided(Decision decision, Instant at) {
        String who = words(
                String.format("%-8s", decision.getOutcome()),
                decision.getDecisionId(),
                decision.getLine(),
                handle(decision.getRequest().getRecipient()));
        return words(who, reason(decision, at));
    }

    private static String reason(Decision decision, Instant at) {
        if (decision.getOutcome() == Outcome.APPROVED) {
            return decision.getFindings().stream()
                    .filter(finding -> finding.getEffect() == Effect.ADVISE)
                    .map(Finding::getCode)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" "));
        }
        String code = String.valueOf(decision.getBindingCode());
        Instant until = decision.getNotBefore();
        if (decision.getOutcome() == Outcome.DEFERRED) {
            return code + (until == null ? ", held until something happens" : " until " + until(at, until));
        }
        return decision.getFindings().stream()
                .filter(finding -> code.equals(finding.getCode()) && finding.getDetail() != null)
                .map(finding -> code + ": " + finding.getDetail())
                .findFirst()
                .orElse(code);
    }

    private static String until(Instant at, Instant until) {
        boolean isSameDay = until.truncatedTo(ChronoUnit.DAYS).equals(at.truncatedTo(ChronoUnit.DAYS));
        Duration wait = Duration.between(at, until).truncatedTo(ChronoUnit.SECONDS);
        return (isSameDay ? THAT_DAY : LATER).format(until)
                + (wait.compareTo(Duration.ZERO) > 0 ? " (in " + Durations.inWords(wait) + ")" : "");
    }

    private static String bare(ObjectNode json) {
        return words(json.path("type").asText("record"), json.path("error").asText(""));
    }

    private String handle(String handle) {
        return reveal ? handle : Masked.handle(handle);
    }

    private @Nullable String text(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return reveal ? "\"" + text.replaceAll("\\s+", " ") + "\"" : text.length() + " characters";
    }

    private static String words(@Nullable Object... words) {
        return Stream.of(words)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining("  "));
    }
}
