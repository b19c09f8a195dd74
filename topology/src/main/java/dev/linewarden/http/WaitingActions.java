package dev.linewarden.http;

import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels, or has judged now, what waits: one request, or all that match. Everything is in the address, since a call without a
 * body can be passed on to the pool's owner. Answers with what became of each, as far as it is known within two seconds.
 */
@Controller(value = "/waiting/act", produces = MediaType.TEXT_HTML)
@Secured(Roles.OPERATOR)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class WaitingActions {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingActions.class);
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final PoolDesk desk;
    private final Postbox postbox;
    private final OperationDesk operations;

    WaitingActions(PoolDesk desk, Postbox postbox, OperationDesk operations) {
        this.desk = desk;
        this.postbox = postbox;
        this.operations = operations;
    }

    @Post
    // Browsers name the kind of a body that is not there.
    @Consumes(MediaType.ALL)
    @AtOwner
    @View("outcome")
    HttpResponse<Map<String, Object>> act(
            @Nullable @QueryValue String pool,
            @QueryValue String action,
            @Nullable @QueryValue String id,
            @Nullable @QueryValue String recipient,
            @Nullable @QueryValue String label,
            @Nullable @QueryValue String code,
            HttpRequest<?> asked) {
        Author author = OperationDesk.answerable(asked, null);
        CommandKind kind = kind(action);
        PoolDesk.Opened opened = desk.open(pool);
        WaitingQuery query = WaitingQuery.of(recipient, label, code);
        WaitingRoom.Page page = id == null || id.isBlank()
                ? new WaitingRoom(opened).page(null, Limits.MAX_PAGE, query)
                : new WaitingRoom.Page(List.of(), null);
        Map<String, RequestRecord> before = new TreeMap<>();
        List<String> ids = id == null || id.isBlank()
                ? page.waits().stream()
                        .map(wait -> wait.deferral().request().requestId())
                        .toList()
                : List.of(id);
        ids.forEach(one -> {
            RequestRecord known = opened.view().request(one);
            if (known != null) {
                before.put(one, known);
            }
        });
        LOG.info(
                "{} has {} {} in pool {}",
                Roles.nameOf(asked),
                kind,
                ids.size() == 1 ? "1 request" : ids.size() + " requests",
                opened.pool());
        Map<String, String> outcomes = ids.isEmpty()
                ? Map.of()
                : operations.keep(
                        author,
                        deed(opened.pool(), kind, ids, query),
                        () -> act(opened, kind, ids, before),
                        WaitingActions::inWords);
        return HttpResponse.ok(answer(opened, kind, ids, outcomes, page.next() != null));
    }

    private static Deed deed(String pool, CommandKind kind, List<String> ids, WaitingQuery query) {
        Map<String, String> details = new TreeMap<>(query.inWords());
        details.put("requests", Integer.toString(ids.size()));
        return new Deed(
                kind == CommandKind.CANCEL ? OperationKind.REQUESTS_CANCELLED : OperationKind.REQUESTS_RELEASED,
                pool,
                ids.size() == 1 ? ids.get(0) : null,
                details);
    }

    private Map<String, String> act(
            PoolDesk.Opened opened, CommandKind kind, List<String> ids, Map<String, RequestRecord> before) {
        Instant now = Instant.now();
        postbox.deliver(
                ids.stream()
                        .map(one -> new Command(opened.pool(), kind, one, null, now, null, null))
                        .toList(),
                Map.of());
        return outcomes(opened, kind, before, ids);
    }

    private static String inWords(Map<String, String> outcomes) {
        return counts(outcomes).entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining("; "));
    }

    private static Map<String, Integer> counts(Map<String, String> outcomes) {
        Map<String, Integer> counts = new TreeMap<>();
        outcomes.values().forEach(one -> counts.merge(one, 1, Integer::sum));
        return counts;
    }

    private static CommandKind kind(String action) {
        return switch (action) {
            case "CANCEL" -> CommandKind.CANCEL;
            case "RELEASE" -> CommandKind.RELEASE;
            default -> throw Refusal.of(HttpStatus.BAD_REQUEST, "action is CANCEL or RELEASE");
        };
    }

    /** What became of each, as far as it is known soon. */
    private static Map<String, String> outcomes(
            PoolDesk.Opened opened, CommandKind kind, Map<String, RequestRecord> before, List<String> ids) {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        List<String> open = new ArrayList<>(ids);
        Map<String, String> outcomes = new TreeMap<>();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            open.removeIf(id -> {
                RequestRecord now = opened.view().request(id);
                boolean isDone = now == null || !now.equals(before.get(id)) || !isWaiting(now);
                if (isDone) {
                    outcomes.put(id, outcome(now));
                }
                return isDone;
            });
        }
        open.forEach(id -> outcomes.put(
                id,
                kind == CommandKind.RELEASE ? "waits on, for the same reason or not judged yet" : "not judged yet"));
        return outcomes;
    }

    private static Map<String, Object> answer(
            PoolDesk.Opened opened, CommandKind kind, List<String> ids, Map<String, String> outcomes, boolean more) {
        return Map.of(
                "action",
                kind.name(),
                "pool",
                opened.pool(),
                "show",
                new Shown(opened.now()),
                "more",
                more,
                "counts",
                counts(outcomes),
                "items",
                ids.stream()
                        .map(id -> Map.of("id", id, "outcome", outcomes.getOrDefault(id, "")))
                        .toList());
    }

    private static boolean isWaiting(RequestRecord request) {
        return request.deferralKey() != null;
    }

    private static String outcome(@Nullable RequestRecord now) {
        if (now == null) {
            return "nobody knows it";
        }
        return switch (now.outcome()) {
            case APPROVED -> "approved";
            case REJECTED -> now.bindingCode() == null ? "rejected" : "rejected, " + now.bindingCode();
            case DEFERRED -> "waits anew, " + now.bindingCode();
        };
    }
}
