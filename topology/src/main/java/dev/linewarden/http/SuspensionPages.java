package dev.linewarden.http;

import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.core.state.Suspension;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The page on which a pool or a label is suspended and resumed: what is in force, what an order would hold, what came of it. */
@Controller(value = "/suspension", produces = MediaType.TEXT_HTML)
@Secured(Roles.OPERATOR)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class SuspensionPages {

    private static final int MOST_LOOKS = 40;

    private final PoolDesk desk;
    private final SuspensionDesk suspensions;
    private final Pages pages;

    SuspensionPages(PoolDesk desk, SuspensionDesk suspensions, Pages pages) {
        this.desk = desk;
        this.suspensions = suspensions;
        this.pages = pages;
    }

    @Get
    @Secured(Roles.VIEWER)
    @AtOwner
    @View("suspension")
    HttpResponse<Map<String, Object>> page(
            @Nullable @QueryValue String pool, @Nullable @QueryValue String label, HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("suspension", opened.pool(), opened.now(), asked);
        model.put("suspensions", Json.plain(SuspensionView.of(opened)));
        model.put("label", label);
        model.put(
                "lines",
                opened.view().lines().stream()
                        .filter(line -> !line.status().name().equals("RETIRED"))
                        .toList());
        Pages.offer(model, opened.policy());
        return HttpResponse.ok(model);
    }

    /** What an order would hold, and the button that gives it. */
    @Get("/look")
    @AtOwner
    @View("suspension-look")
    HttpResponse<Map<String, Object>> look(
            @Nullable @QueryValue String pool,
            @QueryValue String what,
            @Nullable @QueryValue String label,
            @Nullable @QueryValue("for") String length,
            @Nullable @QueryValue String reason,
            HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Label meant = meant(what, label);
        Duration span = SuspensionDesk.length(length);
        if (reason == null || reason.isBlank()) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "say why: the log keeps it, and whoever asks about a message that waits reads it");
        }
        Instant until = span == null ? null : opened.now().plus(span);
        Map<String, Object> model = pages.model("suspension", opened.pool(), opened.now(), asked);
        model.put("what", what);
        model.put("label", meant.text());
        model.put("length", length == null ? "" : length);
        model.put("reason", reason);
        model.put("until", until == null ? null : until.toString());
        model.put("concerned", Json.plain(SuspensionDesk.concerned(opened, meant, until)));
        Suspension old = opened.view().state().suspensions(opened.pool()).of(meant.scope(), opened.now());
        model.put("old", old == null ? null : Json.plain(SuspensionView.of(old)));
        return HttpResponse.ok(model);
    }

    @Post(uri = "/begin", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @View("suspension-ordered")
    HttpResponse<Map<String, Object>> begin(@Body Map<String, String> form, HttpRequest<?> asked) {
        SuspensionDesk.Ordered ordered = suspensions.suspend(
                PoolDesk.named(form.get("pool")),
                meant(form.getOrDefault("what", ""), form.get("label")),
                SuspensionDesk.length(form.get("for")),
                form.getOrDefault("reason", ""),
                asked);
        return HttpResponse.ok(answer(ordered, false, "published", 1));
    }

    @Post("/end")
    @Consumes(MediaType.ALL)
    @AtOwner
    @View("suspension-ordered")
    HttpResponse<Map<String, Object>> end(
            @Nullable @QueryValue String pool, @Nullable @QueryValue String label, HttpRequest<?> asked) {
        SuspensionDesk.Ordered ordered = suspensions.resume(desk.open(pool), SuspensionDesk.label(label), null, asked);
        return HttpResponse.ok(answer(ordered, true, "published", 1));
    }

    /** Whether the gate has taken the order; asks again by itself for some seconds. */
    @Get("/taken")
    @AtOwner
    @View("suspension-ordered")
    HttpResponse<Map<String, Object>> taken(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String label,
            @Nullable @QueryValue String until,
            @QueryValue(defaultValue = "false") boolean ends,
            @QueryValue(defaultValue = "1") int looks) {
        PoolDesk.Opened opened = desk.open(pool);
        Label meant = SuspensionDesk.label(label);
        Suspension now = opened.view().state().suspensions(opened.pool()).of(meant.scope(), opened.now());
        Instant end = until == null || until.isBlank() ? null : Instant.parse(until);
        boolean isTaken = ends ? now == null : now != null && Objects.equals(now.until(), end);
        String state = isTaken ? "taken" : looks < MOST_LOOKS ? "published" : "unknown";
        SuspensionDesk.Ordered ordered = new SuspensionDesk.Ordered(opened.pool(), meant.text(), end);
        return HttpResponse.ok(answer(ordered, ends, state, looks + 1));
    }

    /** Nobody suspends a pool by leaving a field empty. */
    private static Label meant(String what, @Nullable String label) {
        return switch (what) {
            case "pool" -> Label.NONE;
            case "label" -> SuspensionDesk.label(label == null ? "" : label);
            default -> throw Refusal.of(HttpStatus.BAD_REQUEST, "what is suspended is a label or the pool");
        };
    }

    private Map<String, Object> answer(SuspensionDesk.Ordered ordered, boolean ends, String state, int looks) {
        Map<String, Object> model = new HashMap<>();
        model.put("pool", ordered.pool());
        model.put("label", ordered.label());
        model.put("until", ordered.until() == null ? null : ordered.until().toString());
        model.put("ends", ends);
        model.put("state", state);
        model.put("looks", looks);
        model.put("show", new Shown(desk.now()));
        return model;
    }
}
