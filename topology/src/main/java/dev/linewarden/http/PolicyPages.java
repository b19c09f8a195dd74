package dev.linewarden.http;

import dev.linewarden.audit.PolicyHistory;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.operations.Author;
import dev.linewarden.policy.PolicyDiff;
import dev.linewarden.policy.PolicySchema;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of a pool's policy: reading, editing, checking, asking what it would have changed, applying, going back. */
@Controller(value = "/policy", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class PolicyPages {

    private static final int MOST_LOOKS = 40;

    // A policy that says nothing, in the one style; written on, it would be none.
    private static final String NOTHING_SAID = "{}";
    private static final String BEGINNING = "# The defaults are in force.\n";

    private final PoolDesk desk;
    private final PolicyDesk policies;
    private final Pages pages;
    private final Cluster cluster;

    PolicyPages(PoolDesk desk, PolicyDesk policies, Pages pages, Cluster cluster) {
        this.desk = desk;
        this.policies = policies;
        this.pages = pages;
        this.cluster = cluster;
    }

    @Get
    @AtOwner
    @View("policy")
    HttpResponse<Map<String, Object>> policy(
            @Nullable @QueryValue String pool, @Nullable @QueryValue String hash, HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("policy", opened.pool(), opened.now(), asked);
        String inForce = opened.inForce().yaml();
        String older = hash == null || hash.isBlank() ? null : textOf(opened.pool(), hash);
        model.put("version", opened.policy().version());
        model.put("mode", opened.policy().mode().name());
        model.put("hash", opened.inForce().hash());
        model.put("inForce", inForce);
        model.put("text", older != null ? older : inForce.equals(NOTHING_SAID) ? BEGINNING : inForce);
        model.put("older", older == null ? null : hash);
        model.put("gone", hash != null && !hash.isBlank() && older == null);
        return HttpResponse.ok(model);
    }

    private @Nullable String textOf(String pool, String hash) {
        return historyOf(pool).periods().stream()
                .filter(period -> period.hash().equals(hash) && period.text() != null)
                .map(PolicyHistory.Period::text)
                .findFirst()
                .orElse(null);
    }

    private PolicyHistory historyOf(String pool) {
        return desk.reading(() -> PolicyHistory.of(cluster, pool, Progress.UNSEEN));
    }

    /** What an editor completes with. */
    @Get(uri = "/schema", produces = MediaType.APPLICATION_JSON)
    HttpResponse<?> schema() {
        return HttpResponse.ok(PolicySchema.json());
    }

    @Post(uri = "/check", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @View("policy-check")
    HttpResponse<Map<String, Object>> check(@Body Map<String, String> form) {
        String text = text(form, "policy");
        PolicyYaml.Result result = new PolicyYaml().check(text);
        Map<String, Object> model = new HashMap<>();
        model.put("errors", result.errors());
        model.put("version", result.policy().version());
        model.put("hash", PolicyHash.of(text));
        model.put("same", text.equals(text(form, "base")));
        model.put("changes", Json.plain(changes(new PolicyYaml().check(text(form, "base")), result)));
        return HttpResponse.ok(model);
    }

    /** None where either does not hold. */
    private static List<PolicyDiff.Difference> changes(PolicyYaml.Result base, PolicyYaml.Result next) {
        return base.errors().isEmpty() && next.errors().isEmpty() ? PolicyDiff.of(base, next) : List.of();
    }

    @Post(uri = "/apply", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    @Secured(Roles.ADMIN)
    @View("policy-applied")
    HttpResponse<Map<String, Object>> apply(@Body Map<String, String> form, HttpRequest<?> asked) {
        Author author = OperationDesk.answerable(asked, form.getOrDefault("reason", ""));
        String pool = PoolDesk.named(form.get("pool"));
        PolicyDesk.Checked applied =
                policies.apply(pool, text(form, "policy"), form.getOrDefault("replaces", ""), author);
        return HttpResponse.ok(adoption(pool, applied.hash(), "published", 1));
    }

    /** Whether the gate has adopted it; asks again by itself for some seconds. */
    @Get("/adopted")
    @AtOwner
    @View("policy-applied")
    HttpResponse<Map<String, Object>> adopted(
            @Nullable @QueryValue String pool, @QueryValue String hash, @QueryValue(defaultValue = "1") int looks) {
        PoolDesk.Opened opened = desk.open(pool);
        boolean isAdopted = opened.inForce().hash().equals(hash);
        String state = isAdopted ? "adopted" : looks < MOST_LOOKS ? "published" : "unknown";
        return HttpResponse.ok(adoption(opened.pool(), hash, state, looks + 1));
    }

    private static Map<String, Object> adoption(String pool, String hash, String state, int looks) {
        return Map.of("pool", pool, "hash", hash, "state", state, "looks", looks);
    }

    @Get("/history")
    @View("policy-history")
    HttpResponse<Map<String, Object>> history(@Nullable @QueryValue String pool) {
        String name = PoolDesk.named(pool);
        PolicyHistory history = historyOf(name);
        List<Past> newestFirst = new ArrayList<>();
        history.periods().forEach(period -> newestFirst.add(0, Past.of(period)));
        Map<String, Object> model = new HashMap<>();
        model.put("pool", name);
        model.put("show", new Shown(desk.now()));
        model.put("whole", history.isWhole());
        model.put("periods", Json.plain(newestFirst));
        model.put("refused", history.refused());
        return HttpResponse.ok(model);
    }

    /**
     * A policy's time in force.
     *
     * @param decisions how many were made by it
     */
    private record Past(PolicyHistory.Period period, long decisions) {

        static Past of(PolicyHistory.Period period) {
            return new Past(
                    period,
                    period.builds().stream()
                            .mapToLong(PolicyHistory.Work::decisions)
                            .sum());
        }
    }

    /** A text of a form, with the line ends that policies have: browsers send two characters for each. */
    static String text(Map<String, String> form, String field) {
        return form.getOrDefault(field, "").replace("\r\n", "\n");
    }
}
