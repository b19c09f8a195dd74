package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.operations.OperationQuery;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.Severity;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
    private static final int MOST_ACKNOWLEDGEMENTS = 10_000;
    private static final String OPEN = "open";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String ANY = "any";

    private final AlertLog log;
    private final PoolDesk desk;
    private final Pages pages;
    private final OperationDesk operations;

    AlertsPage(AlertLog log, PoolDesk desk, Pages pages, OperationDesk operations) {
        this.operations = operations;
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
            @QueryValue(defaultValue = OPEN) String state,
            @Nullable @QueryValue String after,
            HttpRequest<?> asked) {
        String name = PoolDesk.named(pool);
        Map<String, Operation> inHand = acknowledged(name);
        Predicate<Alert> wanted = wanted(kind, severity, about).and(alert -> isIn(state, inHand, alert));
        String from = isBlank(after) ? null : after;
        AlertLog.Page page = log.page(name, from, PAGE, wanted);
        Map<String, Object> model = pages.model("alerts", name, desk.now(), asked);
        model.put(
                "alerts",
                Json.plain(page.alerts().stream()
                        .map(alert -> shown(alert, inHand.get(alert.getAlertId())))
                        .toList()));
        model.put("whole", page.isWhole());
        model.put("next", page.next());
        model.put("after", from);
        model.put("kinds", Arrays.stream(Kind.values()).map(Enum::name).toList());
        model.put("severities", Arrays.stream(Severity.values()).map(Enum::name).toList());
        model.put("states", List.of(OPEN, ACKNOWLEDGED, ANY));
        model.put("kind", isBlank(kind) ? "" : kind);
        model.put("severity", isBlank(severity) ? "" : severity);
        model.put("about", isBlank(about) ? "" : about);
        model.put("state", state);
        return HttpResponse.ok(model);
    }

    private static Predicate<Alert> wanted(@Nullable String kind, @Nullable String severity, @Nullable String about) {
        return alert -> isAny(kind, alert.getKind())
                && isAny(severity, alert.getSeverity().name())
                && (isAny(about, alert.getLine()) || isAny(about, alert.getServer()));
    }

    private static boolean isIn(String state, Map<String, Operation> inHand, Alert alert) {
        boolean isInHand = inHand.containsKey(alert.getAlertId());
        return state.equals(ANY) || isInHand == state.equals(ACKNOWLEDGED);
    }

    private static ObjectNode shown(Alert alert, @Nullable Operation inHand) {
        ObjectNode shown = AvroJson.write(alert);
        if (inHand != null) {
            shown.set("acknowledged", AvroJson.write(inHand));
        }
        return shown;
    }

    /** By the alert's id, who has it in hand; the operations log keeps it, and so every instance knows. */
    private Map<String, Operation> acknowledged(String pool) {
        OperationQuery query = new OperationQuery(pool, null, OperationKind.ALERT_ACKNOWLEDGED.name(), null);
        Map<String, Operation> byAlert = new HashMap<>();
        operations
                .ask(book -> book.newest(query, null, MOST_ACKNOWLEDGEMENTS))
                .operations()
                .forEach(operation -> byAlert.putIfAbsent(String.valueOf(operation.getSubject()), operation));
        return byAlert;
    }

    /** Takes one alert in hand, or all open ones that match, at most a page of them. */
    @Post("/acknowledge")
    // Browsers name the kind of a body that is not there.
    @Consumes(MediaType.ALL)
    @Secured(Roles.OPERATOR)
    @View("acknowledged")
    HttpResponse<Map<String, Object>> acknowledge(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String id,
            @Nullable @QueryValue String kind,
            @Nullable @QueryValue String severity,
            @Nullable @QueryValue String about,
            HttpRequest<?> asked) {
        String name = PoolDesk.named(pool);
        Map<String, Operation> inHand = acknowledged(name);
        Predicate<Alert> which = isBlank(id)
                ? wanted(kind, severity, about)
                : alert -> alert.getAlertId().equals(id);
        AlertLog.Page open = log.page(name, null, PAGE, which.and(alert -> isIn(OPEN, inHand, alert)));
        for (Alert alert : open.alerts()) {
            operations.note(
                    OperationDesk.author(asked, null),
                    new Deed(
                            OperationKind.ALERT_ACKNOWLEDGED,
                            name,
                            alert.getAlertId(),
                            Map.of("kind", alert.getKind())),
                    "acknowledged");
        }
        return HttpResponse.ok(
                Map.of("count", open.alerts().size(), "more", open.next() != null, "name", Roles.nameOf(asked)));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isAny(@Nullable String wanted, @Nullable String is) {
        return wanted == null || wanted.isBlank() || wanted.strip().equals(is);
    }
}
