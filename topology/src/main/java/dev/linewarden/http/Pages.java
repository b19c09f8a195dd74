package dev.linewarden.http;

import dev.linewarden.audit.Story;
import dev.linewarden.audit.StoryJson;
import dev.linewarden.core.model.Policy;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The dashboard: pages made here, of what the API answers. Their address holds all that they show. */
@Controller(produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class Pages {

    private static final int PAGE = 100;
    private static final ZoneId UTC = ZoneId.of("UTC");
    /** How many minutes a chart may show. */
    static final List<Integer> SPANS = List.of(60, 180, 1440);

    // What needs a hand comes first.
    private static final List<String> STATES = List.of("FLAGGED", "PAUSED", "ACTIVE", "RETIRED");

    private final PoolDesk desk;
    private final Trends trends;
    private final Logins logins;
    private final StoryDesk stories;

    Pages(PoolDesk desk, Trends trends, Logins logins, StoryDesk stories) {
        this.desk = desk;
        this.trends = trends;
        this.logins = logins;
        this.stories = stories;
    }

    @Get("/")
    @AtOwner
    @View("fleet")
    HttpResponse<Map<String, Object>> fleet(
            @Nullable @QueryValue String pool, @QueryValue(defaultValue = "180") int minutes, HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        int span = SPANS.contains(minutes) ? minutes : 180;
        return HttpResponse.ok(fleet(opened, trends.of(opened.pool(), opened.now(), span), span, asked));
    }

    /** The fleet of the default pool as if nothing had been decided: what was is in topics, which nobody has asked for yet. */
    Map<String, Object> fleetAtRest(HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(null);
        return fleet(opened, Trends.Trend.NONE, SPANS.get(0), asked);
    }

    private Map<String, Object> fleet(PoolDesk.Opened opened, Trends.Trend trend, int span, HttpRequest<?> asked) {
        List<ServerView> servers = new ArrayList<>(ServerView.of(opened));
        servers.sort(Comparator.comparing((ServerView server) -> -server.sends().used()));
        List<LineView> lines = new ArrayList<>();
        opened.view().lines().forEach(line -> lines.add(LineView.of(opened, line)));
        lines.sort(Comparator.comparing((LineView line) -> STATES.indexOf(line.status()))
                .thenComparing(line -> line.binding() == null)
                .thenComparing(LineView::line));
        Map<String, Object> model = model("fleet", opened.pool(), opened.now(), asked);
        model.put("minutes", span);
        model.put("spans", SPANS);
        model.put("servers", Json.plain(servers));
        model.put("lines", Json.plain(lines));
        model.put("suspensions", Json.plain(SuspensionView.of(opened)));
        model.put("steps", opened.policy().assignment().alertAt());
        model.put("waiting", new WaitingRoom(opened).count(Limits.MAX_COUNTED));
        model.put("whole", trends.isWhole());
        model.put("approved", Trends.Trend.sum(trend.approved()));
        model.put("deferred", Trends.Trend.sum(trend.deferred()));
        model.put("rejected", Trends.Trend.sum(trend.rejected()));
        model.put("trend", Chart.of(trend).json());
        offer(model, opened.policy());
        model.put("reasons", Json.plain(reasons(trend)));
        model.put("policy", opened.policy().version());
        model.put("mode", opened.policy().mode().name());
        return model;
    }

    /** How often a code held back or refused. */
    private record Reason(String code, int deferred, int rejected) {}

    private static List<Reason> reasons(Trends.Trend trend) {
        Set<String> codes = new TreeSet<>(trend.deferredFor().keySet());
        codes.addAll(trend.rejectedFor().keySet());
        return codes.stream()
                .map(code -> new Reason(
                        code,
                        trend.deferredFor().getOrDefault(code, 0),
                        trend.rejectedFor().getOrDefault(code, 0)))
                .sorted(Comparator.comparing(reason -> -(reason.deferred() + reason.rejected())))
                .toList();
    }

    @Get("/waiting")
    @AtOwner
    @View("waiting")
    HttpResponse<Map<String, Object>> waiting(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String recipient,
            @Nullable @QueryValue String label,
            @Nullable @QueryValue String code,
            @Nullable @QueryValue String cursor,
            HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        WaitingQuery query = WaitingQuery.of(recipient, label, code);
        WaitingRoom room = new WaitingRoom(opened);
        String from = cursor == null || cursor.isBlank() ? null : cursor;
        WaitingRoom.Page page = room.page(from, PAGE, query);
        Map<String, Object> model = model("waiting", opened.pool(), opened.now(), asked);
        model.put(
                "waits",
                Json.plain(page.waits().stream()
                        .map(wait -> DeferralView.of(wait.deferral(), wait.due(), false))
                        .toList()));
        model.put("suspensions", Json.plain(SuspensionView.of(opened)));
        model.put("all", query.isAny() ? room.count(Limits.MAX_COUNTED) : 0);
        model.put("next", page.next());
        model.put("cursor", from);
        model.put("query", query);
        offer(model, opened.policy());
        return HttpResponse.ok(model);
    }

    @Get("/story")
    @AtOwner(orHere = true)
    @View("story")
    HttpResponse<Map<String, Object>> story(
            @Nullable @QueryValue String pool, @Nullable @QueryValue String id, HttpRequest<?> asked) {
        String name = PoolDesk.named(pool);
        Map<String, Object> model = model("story", name, desk.now(), asked);
        model.put("id", id == null ? "" : id.strip());
        if (id != null && !id.isBlank()) {
            List<Story> found = stories.of(id.strip(), name);
            model.put("story", found.isEmpty() ? null : Json.plain(StoryJson.of(found.get(0), null, false)));
        }
        return HttpResponse.ok(model);
    }

    /** What every page shows around its own. */
    Map<String, Object> model(String page, String pool, Instant now, HttpRequest<?> asked) {
        Map<String, Object> model = new HashMap<>();
        model.put("page", page);
        model.put("pool", pool);
        model.put("now", now.toString());
        ZoneId zone = zone(asked);
        model.put("zone", zone.getId());
        model.put("show", new Shown(now, zone));
        model.put("operates", logins.isEmpty() || Roles.operates(asked));
        model.put("administers", logins.isEmpty() || Roles.administers(asked));
        model.put("logsOut", logins.hasProvider());
        model.put("user", Roles.callerOf(asked).map(Authentication::getName).orElse(""));
        return model;
    }

    /** Offers the clock by which the policy counts the days of lines, where it is another than everybody's. */
    static void offer(Map<String, Object> model, Policy policy) {
        ZoneId zone = policy.newConversations().zone();
        if (!zone.normalized().equals(ZoneOffset.UTC)) {
            model.put("lineZone", zone.getId());
        }
    }

    /** The clock by which times are shown: UTC, unless the address names another. */
    private static ZoneId zone(HttpRequest<?> asked) {
        String name = asked.getParameters().get("zone");
        try {
            return name == null || name.isBlank() || name.equals("UTC") ? UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return UTC;
        }
    }

    /** Nobody asks for it by hand; browsers do by themselves. */
    @Get("/favicon.ico")
    HttpResponse<?> noIcon() {
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }
}
