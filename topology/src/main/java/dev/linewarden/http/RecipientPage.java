package dev.linewarden.http;

import dev.linewarden.audit.Story;
import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.HandleReader;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One recipient: its wish, what was written to it and what comes. It is found by its handle, or by a request to it: so that a
 * link to somebody names nobody.
 */
@Controller(value = "/recipient", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class RecipientPage {

    // Shorter than anybody expects what was forgotten to be gone.
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final PoolDesk desk;
    private final Pages pages;
    private final StoryDesk stories;
    private final OperationDesk operations;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    RecipientPage(PoolDesk desk, Pages pages, StoryDesk stories, OperationDesk operations) {
        this.operations = operations;
        this.desk = desk;
        this.pages = pages;
        this.stories = stories;
    }

    /** Whom a request was to, as topics have it. */
    private record Found(String handle, Instant until) {}

    @Get
    @AtOwner
    @View("recipient")
    HttpResponse<Map<String, Object>> recipient(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String recipient,
            @Nullable @QueryValue String request,
            HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("recipient", opened.pool(), opened.now(), asked);
        model.put("typed", recipient == null ? "" : recipient.strip());
        model.put("request", request == null ? "" : request.strip());
        Pages.offer(model, opened.policy());
        String handle = handle(opened, recipient, request);
        model.put("found", handle != null);
        RecipientView known = handle == null ? null : RecipientView.of(opened, handle, false);
        if (known != null && handle != null) {
            model.put("known", Json.plain(known));
            model.put("turns", Json.plain(Turns.of(opened, handle, known.inConversation())));
        }
        return HttpResponse.ok(model);
    }

    /** Shows the handle, once the operations log has it that it is shown; a page that refreshes does not ask again. */
    @Post("/reveal")
    // Browsers name the kind of a body that is not there.
    @Consumes(MediaType.ALL)
    @Secured(Roles.OPERATOR)
    @AtOwner
    @View("revealed")
    HttpResponse<Map<String, Object>> reveal(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String recipient,
            @Nullable @QueryValue String request,
            HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        String handle = handle(opened, recipient, request);
        if (handle == null) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "nobody can be found by that: search anew");
        }
        operations.revealed(asked, opened.pool(), Masked.handle(handle), "a recipient");
        return HttpResponse.ok(Map.of("handle", handle));
    }

    /** Whom the page is about; null when nobody is named, or nobody that can be found. */
    private @Nullable String handle(PoolDesk.Opened opened, @Nullable String recipient, @Nullable String request) {
        if (recipient != null && !recipient.isBlank()) {
            return HandleReader.read(recipient.strip());
        }
        if (request == null || request.isBlank()) {
            return null;
        }
        String id = request.strip();
        if (opened.view().state().get(Table.DEFERRALS, Deferral.key(opened.pool(), id)) instanceof Deferral wait) {
            return wait.request().recipient();
        }
        return told(opened, id);
    }

    /** May have to read whole topics, and so not again each time that a page which stays open refreshes. */
    private @Nullable String told(PoolDesk.Opened opened, String id) {
        Instant now = Instant.now();
        found.values().removeIf(one -> one.until().isBefore(now));
        Found known = found.get(Keys.of(opened.pool(), id));
        if (known != null) {
            return known.handle();
        }
        List<Story> told = stories.of(id, opened.pool());
        if (told.isEmpty()) {
            return null;
        }
        String handle = told.get(0).attempts().get(0).decision().getRequest().getRecipient();
        found.put(Keys.of(opened.pool(), id), new Found(handle, now.plus(KEPT_FOR)));
        return handle;
    }

    /**
     * What was written since the recipient last wrote, and what may still be.
     *
     * @param most turns that may be written: the opener, and the follow-ups of the policy
     * @param next when the next turn may be; null when none may, before it writes
     * @param resets when the count begins anew, if nothing is sent
     * @param sent the latest approvals, newest first
     * @param booked what waits for its time
     */
    private record Turns(
            int turns,
            int most,
            int inARow,
            @Nullable Instant next,
            @Nullable Instant resets,
            List<FollowUps.Approval> sent,
            List<FollowUps.Expected> booked) {

        static Turns of(PoolDesk.Opened opened, String handle, boolean inConversation) {
            Policy.FollowUps policy = opened.policy().followUps();
            FollowUps sent = opened.view().followUps(handle).at(opened.now(), policy.resetAfter());
            List<FollowUps.Approval> newest = new ArrayList<>(sent.recent());
            Collections.reverse(newest);
            int most = 1 + policy.max();
            return new Turns(
                    sent.unanswered(),
                    most,
                    sent.inARow(),
                    next(opened, sent, inConversation, most),
                    sent.lastSend() == null ? null : sent.lastSend().plus(policy.resetAfter()),
                    newest,
                    sent.booked());
        }

        /** By the count and the spacing alone. */
        private static @Nullable Instant next(
                PoolDesk.Opened opened, FollowUps sent, boolean inConversation, int most) {
            Instant last = sent.latestTurn();
            if (inConversation || last == null) {
                return opened.now();
            }
            return sent.unanswered() >= most
                    ? null
                    : last.plus(opened.policy().followUps().spacing());
        }
    }
}
