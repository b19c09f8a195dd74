package dev.linewarden.http;

import dev.linewarden.audit.ShadowWatch;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import dev.linewarden.contract.ShadowOrders;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.Table;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.policy.PolicyYaml;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
    private final OperationDesk operations;
    private final Cluster cluster;

    ShadowPages(PoolDesk desk, Pages pages, OperationDesk operations, Cluster cluster) {
        this.desk = desk;
        this.pages = pages;
        this.operations = operations;
        this.cluster = cluster;
    }

    @Get
    @AtOwner
    @View("shadow")
    HttpResponse<Map<String, Object>> shadow(@Nullable @QueryValue String pool, HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("shadow", opened.pool(), opened.now(), asked);
        ShadowRun run = run(opened);
        model.put("run", run);
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
        operations.publish(
                author(form, asked),
                new Deed(OperationKind.SHADOW_STARTED, pool, hash, Map.of("until", until.toString())),
                ShadowOrders.start(pool, yaml, until));
        return HttpResponse.ok(Map.of("pool", pool, "starts", true));
    }

    @Post(uri = "/stop", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @Secured(Roles.ADMIN)
    @View("shadow-ordered")
    HttpResponse<Map<String, Object>> stop(@Body Map<String, String> form, HttpRequest<?> asked) {
        String pool = PoolDesk.named(form.get("pool"));
        operations.publish(
                author(form, asked), new Deed(OperationKind.SHADOW_STOPPED, pool, null), ShadowOrders.stop(pool));
        return HttpResponse.ok(Map.of("pool", pool, "starts", false));
    }

    private static Author author(Map<String, String> form, HttpRequest<?> asked) {
        return OperationDesk.answerable(asked, form.getOrDefault("reason", ""));
    }
}
