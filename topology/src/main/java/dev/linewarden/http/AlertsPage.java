package dev.linewarden.http;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Severity;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What needs a hand, newest first. */
@Controller(value = "/alerts", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class AlertsPage {

    private static final int PAGE = 100;

    private final AlertLog log;
    private final PoolDesk desk;
    private final Pages pages;

    AlertsPage(AlertLog log, PoolDesk desk, Pages pages) {
        this.log = log;
        this.desk = desk;
        this.pages = pages;
    }

    @Get
    @View("alerts")
    HttpResponse<Map<String, Object>> alerts(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String kind,
            @Nullable @QueryValue String severity,
            @Nullable @QueryValue String about,
            @Nullable @QueryValue String after,
            HttpRequest<?> asked) {
        String name = PoolDesk.named(pool);
        Predicate<Alert> wanted = alert -> isAny(kind, alert.getKind())
                && isAny(severity, alert.getSeverity().name())
                && (isBlank(about)
                        || isAny(about, String.valueOf(alert.getLine()))
                        || isAny(about, String.valueOf(alert.getServer())));
        AlertLog.Page page = log.page(name, isBlank(after) ? null : after, PAGE, wanted);
        Map<String, Object> model = pages.model("alerts", name, desk.now(), asked);
        model.put(
                "alerts", Json.plain(page.alerts().stream().map(AvroJson::write).toList()));
        model.put("whole", page.isWhole());
        model.put("next", page.next());
        model.put("after", isBlank(after) ? null : after);
        model.put("kinds", Arrays.stream(Kind.values()).map(Enum::name).toList());
        model.put("severities", Arrays.stream(Severity.values()).map(Enum::name).toList());
        model.put("kind", isBlank(kind) ? "" : kind);
        model.put("severity", isBlank(severity) ? "" : severity);
        model.put("about", isBlank(about) ? "" : about);
        return HttpResponse.ok(model);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isAny(@Nullable String wanted, String is) {
        return wanted == null || wanted.isBlank() || wanted.strip().equals(is);
    }
}
