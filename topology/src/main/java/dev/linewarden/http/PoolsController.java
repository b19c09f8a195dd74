package dev.linewarden.http;

import dev.linewarden.contract.Masked;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.PoolClock;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gate knows of a pool, its lines, servers, waits and recipients. Each path may be asked under {@code /pools/{pool}}
 * or on its own, with {@code ?pool=}.
 */
@Secured(Roles.VIEWER)
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "pools")
final class PoolsController {

    private final PoolDesk desk;
    private final Logins logins;
    private final OperationDesk operations;

    PoolsController(PoolDesk desk, Logins logins, OperationDesk operations) {
        this.desk = desk;
        this.logins = logins;
        this.operations = operations;
    }

    /**
     * A pool at a glance.
     *
     * @param owner the instance that judges it
     * @param lastInput when it last judged something
     * @param lines how many are so
     * @param suspensions what operators keep it from sending
     * @param waiting how many requests wait, counted up to 10,000
     */
    record PoolView(
            String pool,
            Instant asOf,
            String owner,
            int journalPartition,
            long journalOffset,
            @Nullable Instant lastInput,
            Policy policy,
            Map<String, Integer> lines,
            List<SuspensionView> suspensions,
            int waiting)
            implements Answer {}

    /** The policy in force. */
    record Policy(String version, String hash, String mode) {}

    /** The lines of a pool, by name. */
    record Lines(String pool, Instant asOf, List<LineView> lines) implements Answer {}

    /** The servers of a pool, by name. */
    record Servers(String pool, Instant asOf, List<ServerView> servers) implements Answer {}

    /**
     * What waits, in order of due time.
     *
     * @param next where the next page begins, for {@code cursor}; null behind the last
     */
    record Deferrals(
            String pool,
            Instant asOf,
            List<DeferralView> deferrals,
            @Nullable String next) implements Answer {}

    @Get("/pools/{pool}")
    @AtOwner
    @Operation(summary = "A pool at a glance")
    HttpResponse<PoolView> pool(String pool) {
        PoolDesk.Opened opened = desk.open(pool);
        PoolClock clock = opened.view().clock();
        Map<String, Integer> lines = new TreeMap<>();
        opened.view().lines().forEach(line -> lines.merge(line.status().name(), 1, Integer::sum));
        return HttpResponse.ok(new PoolView(
                opened.pool(),
                opened.now(),
                opened.owner().address().host() + ":" + opened.owner().address().port(),
                opened.owner().partition(),
                clock.journalOffset(),
                clock.last(),
                policy(opened),
                lines,
                SuspensionView.of(opened),
                new WaitingRoom(opened).count(Limits.MAX_COUNTED)));
    }

    private static Policy policy(PoolDesk.Opened opened) {
        return new Policy(
                opened.policy().version(),
                opened.inForce().hash(),
                opened.policy().mode().name());
    }

    @Get(uris = {"/pools/{pool}/lines", "/lines"})
    @AtOwner
    @Operation(summary = "The lines with every limit: used, booked, limit, remaining, next free time")
    HttpResponse<Lines> lines(@Nullable String pool) {
        PoolDesk.Opened opened = desk.open(pool);
        return HttpResponse.ok(new Lines(
                opened.pool(),
                opened.now(),
                opened.view().lines().stream()
                        .map(line -> LineView.of(opened, line))
                        .toList()));
    }

    @Get(uris = {"/pools/{pool}/lines/{line}", "/lines/{line}"})
    @AtOwner
    @Operation(summary = "A line with every limit: used, booked, limit, remaining, next free time")
    HttpResponse<LineView> line(@Nullable String pool, String line) {
        PoolDesk.Opened opened = desk.open(pool);
        Line known = opened.view().line(line);
        if (known == null) {
            throw Refusal.of(
                    HttpStatus.NOT_FOUND,
                    "pool " + opened.pool() + " has no such line: see /pools/" + opened.pool() + "/lines");
        }
        return HttpResponse.ok(LineView.of(opened, known));
    }

    @Get(uris = {"/pools/{pool}/servers", "/servers"})
    @AtOwner
    @Operation(summary = "The servers with their day: used, booked, limit, utilisation")
    HttpResponse<Servers> servers(@Nullable String pool) {
        PoolDesk.Opened opened = desk.open(pool);
        return HttpResponse.ok(new Servers(opened.pool(), opened.now(), ServerView.of(opened)));
    }

    @Get(uris = {"/pools/{pool}/deferrals", "/deferrals"})
    @AtOwner
    @Operation(
            summary = "What waits, for what, until when",
            description =
                    "In order of due time. A page may hold fewer than limit and have another behind it: go on until"
                            + " next is null.")
    HttpResponse<Deferrals> deferrals(
            @Nullable String pool,
            @Parameter(description = "next of the page before") @Nullable @QueryValue String cursor,
            @Parameter(description = "1 to 1,000") @QueryValue(defaultValue = "100") int limit,
            @Parameter(description = "Only those to this handle, in any spelling") @Nullable @QueryValue
                    String recipient,
            @Parameter(description = "Only those with this label: key or key=value") @Nullable @QueryValue String label,
            @Parameter(description = "Only those that this rule's code binds") @Nullable @QueryValue String code,
            @Parameter(description = "Show handles") @QueryValue(defaultValue = "false") boolean reveal,
            HttpRequest<?> asked) {
        if (limit < 1 || limit > Limits.MAX_PAGE) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "limit is 1 to " + Limits.MAX_PAGE);
        }
        PoolDesk.Opened opened = desk.open(pool);
        boolean shows = Roles.reveals(reveal, logins.isEmpty(), asked);
        WaitingRoom.Page page = new WaitingRoom(opened).page(cursor, limit, WaitingQuery.of(recipient, label, code));
        if (shows) {
            operations.revealed(asked, opened.pool(), null, "what waits");
        }
        return HttpResponse.ok(new Deferrals(
                opened.pool(),
                opened.now(),
                page.waits().stream()
                        .map(wait -> DeferralView.of(wait.deferral(), wait.due(), shows))
                        .toList(),
                page.next()));
    }

    @Get(uris = {"/pools/{pool}/recipients/{recipient}", "/recipients/{recipient}"})
    @AtOwner
    @Operation(
            summary = "What the gate knows of a recipient: consent, home line, turns, last contact",
            description = "The handle is masked unless reveal=true, which the operations log keeps.")
    HttpResponse<RecipientView> recipient(
            @Nullable String pool,
            String recipient,
            @QueryValue(defaultValue = "false") boolean reveal,
            HttpRequest<?> asked) {
        boolean shows = Roles.reveals(reveal, logins.isEmpty(), asked);
        PoolDesk.Opened opened = desk.open(pool);
        RecipientView known = RecipientView.of(opened, WaitingQuery.handle(recipient), shows);
        if (known == null) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "pool " + opened.pool() + " knows nothing of this recipient");
        }
        if (shows) {
            operations.revealed(asked, opened.pool(), Masked.handle(WaitingQuery.handle(recipient)), "a recipient");
        }
        return HttpResponse.ok(known);
    }
}
