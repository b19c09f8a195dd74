package dev.linewarden.http;

import dev.linewarden.audit.ShadowWatch;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.Table;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ShadowPolicy;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of a pool's second policy: where it stands, what it would have changed, its beginning and its end. */
@Controller(value = "/shadow", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class ShadowPages {

    private static final Duration GOES_ON_FOR = Duration.ofDays(7);

    private final PoolDesk desk;
    private final Pages pages;
    private final Postbox postbox;
    private final OperationDesk operations;
    private final Cluster cluster;
    private final Logins logins;

    ShadowPages(PoolDesk desk, Pages pages, Postbox postbox, OperationDesk operations, Cluster cluster, Logins logins) {
        this.desk = desk;
        this.pages = pages;
        this.postbox = postbox;
        this.operations = operations;
        this.cluster = cluster;
        this.logins = logins;
    }

    @Get
    @AtOwner
    @View("shadow")
    HttpResponse<Map<String, Object>> shadow(@Nullable @QueryValue String pool, HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("shadow", opened.pool(), opened.now(), asked);
        ShadowRun run = run(opened);
        model.put("run", run);
        model.put("administers", logins.isEmpty() || Roles.administers(asked));
        if (run != null) {
            model.put(
                    "version",
                    new PolicyYaml().check(run.order().yaml()).policy().version());
            model.put("hash", PolicyHash.of(run.order().yaml()));
            model.put("first", opened.policy().version());
        }
        return HttpResponse.ok(model);
    }

    private static @Nullable ShadowRun run(PoolDesk.Opened opened) {
        return (ShadowRun) opened.view().state().get(Table.POOLS, ShadowRun.key(opened.pool()));
    }

    /** Reads what both have decided, whole topics: asked for by the page, and by hand. */
    @Get("/differences")
    @AtOwner
    @View("shadow-differences")
    HttpResponse<Map<String, Object>> differences(@Nullable @QueryValue String pool) {
        PoolDesk.Opened opened = desk.open(pool);
        ShadowRun run = run(opened);
        Map<String, Object> model = new HashMap<>();
        model.put("pool", opened.pool());
        model.put("show", new Shown(opened.now()));
        model.put("result", run == null ? null : desk.reading(() -> ShadowWatch.once(cluster, run, Progress.UNSEEN)));
        return HttpResponse.ok(model);
    }

    @Post(uri = "/start", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @Secured(Roles.ADMIN)
    @View("shadow-ordered")
    HttpResponse<Map<String, Object>> start(@Body Map<String, String> form, HttpRequest<?> asked) {
        String pool = PoolDesk.named(form.get("pool"));
        String yaml = PolicyPages.text(form, "policy");
        String hash = PolicyDesk.check(pool, yaml).hash();
        Instant until = desk.now().plus(GOES_ON_FOR);
        Deed deed = new Deed(OperationKind.SHADOW_STARTED, pool, hash, Map.of("until", until.toString()));
        return order(pool, new ShadowPolicy(yaml, until), deed, author(form, asked));
    }

    @Post(uri = "/stop", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @Secured(Roles.ADMIN)
    @View("shadow-ordered")
    HttpResponse<Map<String, Object>> stop(@Body Map<String, String> form, HttpRequest<?> asked) {
        String pool = PoolDesk.named(form.get("pool"));
        Deed deed = new Deed(OperationKind.SHADOW_STOPPED, pool, null);
        return order(pool, new ShadowPolicy(null, null), deed, author(form, asked));
    }

    private static Author author(Map<String, String> form, HttpRequest<?> asked) {
        Author author = OperationDesk.author(asked, form.getOrDefault("reason", ""));
        if (author.reason() == null) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "say why: the log keeps it");
        }
        return author;
    }

    private HttpResponse<Map<String, Object>> order(String pool, ShadowPolicy shadow, Deed deed, Author author) {
        // The kind says nothing beside a shadow; see the schema.
        Command command = new Command(pool, CommandKind.RELEASE, null, null, now(), shadow);
        operations.keep(
                author,
                deed,
                () -> {
                    postbox.deliver(List.of(command), Map.of());
                    return true;
                },
                published -> "published");
        return HttpResponse.ok(Map.of("pool", pool, "starts", shadow.getPolicy() != null));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
