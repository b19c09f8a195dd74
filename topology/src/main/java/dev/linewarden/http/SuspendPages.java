package dev.linewarden.http;

import dev.linewarden.schemas.LineUpdate;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that pauses a line for a time, and brings it back. */
@Controller(value = "/suspend", produces = MediaType.TEXT_HTML)
@Secured(Roles.OPERATOR)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class SuspendPages {

    private final PoolDesk desk;
    private final Pages pages;
    private final LineActions actions;

    SuspendPages(PoolDesk desk, Pages pages, LineActions actions) {
        this.desk = desk;
        this.pages = pages;
        this.actions = actions;
    }

    @Get
    @View("suspend")
    HttpResponse<Map<String, Object>> page(
            @Nullable @QueryValue String pool, @Nullable @QueryValue String line, HttpRequest<?> asked) {
        if (line == null || line.isBlank()) {
            return HttpResponse.seeOther(
                    URI.create("/suspension?pool=" + new Shown(desk.now()).url(PoolDesk.named(pool))));
        }
        LineUpdate known = actions.known(pool, line);
        Map<String, Object> model = pages.model("suspend", known.getPool(), desk.now(), asked);
        model.put("line", line);
        model.put("server", known.getServer());
        model.put("status", known.getStatus().name());
        model.put("until", known.getUntil() == null ? null : known.getUntil().toString());
        model.put("note", known.getNote());
        return HttpResponse.ok(model);
    }

    @Post(uri = "/pause", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @View("suspended")
    HttpResponse<Map<String, Object>> pause(@Body Map<String, String> form, HttpRequest<?> asked) {
        LineActions.Reported reported = actions.paused(
                form.get("pool"),
                form.getOrDefault("line", ""),
                form.get("for"),
                form.getOrDefault("reason", ""),
                asked);
        return HttpResponse.ok(answer(reported));
    }

    @Post(uri = "/return", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @View("suspended")
    HttpResponse<Map<String, Object>> bringBack(@Body Map<String, String> form, HttpRequest<?> asked) {
        LineActions.Reported reported = actions.broughtBack(
                form.get("pool"), form.getOrDefault("line", ""), form.getOrDefault("reason", ""), asked);
        return HttpResponse.ok(answer(reported));
    }

    private Map<String, Object> answer(LineActions.Reported reported) {
        return Map.of(
                "pool", reported.pool(),
                "line", reported.line(),
                "status", reported.status(),
                "until", reported.until() == null ? "" : new Shown(desk.now()).time(reported.until()));
    }
}
