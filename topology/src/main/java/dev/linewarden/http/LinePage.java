package dev.linewarden.http;

import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.Review;
import dev.linewarden.core.rules.DialogueRule;
import dev.linewarden.core.rules.NewConversationRule;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Openers;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line: what it sends, what it still can, whether anybody answers, and the hour that a flag would be reviewed by. */
@Controller(value = "/line", produces = MediaType.TEXT_HTML)
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class LinePage {

    private static final int DAYS_SHOWN = 7;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE MMM d", Locale.ROOT);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    // The minutes that the gate itself remembers; older hours are built up from topics, by the verb.
    private static final Duration REMEMBERED = Duration.ofHours(22);

    private final PoolDesk desk;
    private final Pages pages;

    LinePage(PoolDesk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    @Get
    @AtOwner
    @View("line")
    HttpResponse<Map<String, Object>> line(
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String line,
            @QueryValue(defaultValue = "60") int minutes,
            @Nullable @QueryValue String at,
            HttpRequest<?> asked) {
        PoolDesk.Opened opened = desk.open(pool);
        Map<String, Object> model = pages.model("line", opened.pool(), opened.now(), asked);
        Pages.offer(model, opened.policy());
        model.put("name", line == null ? "" : line.strip());
        model.put("names", opened.view().lines().stream().map(Line::line).toList());
        Line known = line == null ? null : opened.view().line(line.strip());
        if (known != null) {
            LineView view = LineView.of(opened, known);
            model.put("line", Json.plain(view));
            model.put("left", Json.plain(left(view.limits())));
            fill(model, opened, known, view, Pages.SPANS.contains(minutes) ? minutes : Pages.SPANS.get(0));
            review(model, opened, known, at);
        }
        return HttpResponse.ok(model);
    }

    private static void fill(Map<String, Object> model, PoolDesk.Opened opened, Line line, LineView view, int span) {
        Policy policy = opened.policy();
        SentMinutes sent = SentMinutes.of(opened.view().state(), line.pool(), line.line(), opened.now(), span);
        Integer limit = view.limits().burst().limit();
        Integer outreachLimit = view.limits().outreach().limit();
        boolean isOfAMinute = policy.burst().window().equals(MINUTE);
        model.put("minutes", span);
        model.put("spans", Pages.SPANS);
        model.put("sent", sent.sent());
        model.put("most", sent.most());
        model.put(
                "burst",
                limit == null
                        ? "not limited by the policy"
                        : "at most " + limit + " in any "
                                + Durations.inWords(policy.burst().window()) + ", " + outreachLimit
                                + " of them outreach");
        model.put(
                "trend",
                Chart.of(sent, isOfAMinute ? limit : null, isOfAMinute ? outreachLimit : null)
                        .json());
        model.put("days", Json.plain(days(opened, line)));
        model.put("answers", Json.plain(Answers.of(opened, line)));
        Instant idleSince = view.idleSince();
        model.put("idleDays", Duration.between(idleSince, opened.now()).toDays());
        model.put("warnedAt", idleSince.plus(policy.dormancy().warnAfter()));
        model.put("deactivatedAt", idleSince.plus(policy.dormancy().deactivatedAfter()));
    }

    /** A limit by its name. */
    private record Left(String name, LimitView limit) {}

    private static List<Left> left(LineView.Limits limits) {
        return List.of(
                new Left("New conversations today", limits.newConversations()),
                new Left("Sends of its server today", limits.serverSends()),
                new Left("Sends in the window", limits.burst()),
                new Left("Outreach in the window", limits.outreach()),
                new Left("People at home", limits.users()));
    }

    /**
     * New conversations of one calendar day.
     *
     * @param limit null when it is not enforced
     */
    private record Day(
            String date, int used, int booked, @Nullable Integer limit) {}

    private static List<Day> days(PoolDesk.Opened opened, Line line) {
        Policy.NewConversations policy = opened.policy().newConversations();
        LineActivity activity = opened.view().activity(line.line());
        boolean isLimited = opened.policy().modeOf("new-conversations") == Mode.ENFORCE;
        LocalDate today = opened.now().atZone(policy.zone()).toLocalDate();
        List<Day> days = new ArrayList<>();
        for (int ahead = 0; ahead < DAYS_SHOWN; ahead++) {
            LocalDate day = today.plusDays(ahead);
            Instant noon = day.atTime(12, 0).atZone(policy.zone()).toInstant();
            days.add(new Day(
                    DAY.format(day),
                    ahead == 0 ? activity.newConversations(day.toEpochDay()) : 0,
                    activity.booked(day.toEpochDay()).total(),
                    isLimited ? NewConversationRule.limit(line, policy, noon) : null));
        }
        return days;
    }

    /**
     * Who answers what the line opens.
     *
     * @param opened conversations of the window that are old enough to have been answered
     * @param rate null when there are none
     * @param floor the share below which the line is silent
     * @param needed openers below which nothing is said of it
     * @param grace how old an opener must be to count
     */
    private record Answers(
            int opened,
            int answered,
            @Nullable Double rate,
            double floor,
            int needed,
            boolean silent,
            String window,
            String grace) {

        static Answers of(PoolDesk.Opened pool, Line line) {
            Policy.Dialogue policy = pool.policy().dialogue();
            Openers openers = pool.view().state().openers(line.pool(), line.line());
            Instant from = pool.now().minus(policy.window());
            Instant to = pool.now().minus(policy.grace());
            int opened = openers.openedIn(from, to);
            int answered = openers.answeredIn(from, to);
            return new Answers(
                    opened,
                    answered,
                    opened == 0 ? null : Double.valueOf((double) answered / opened),
                    policy.minReplyRate(),
                    policy.minOpeners(),
                    DialogueRule.isSilent(openers, policy, pool.now()),
                    Durations.inWords(policy.window()),
                    Durations.inWords(policy.grace()));
        }
    }

    /** The hour before a flag, or before now, or any that was asked for and is remembered. */
    private static void review(Map<String, Object> model, PoolDesk.Opened opened, Line line, @Nullable String at) {
        Instant now = opened.now();
        Instant oldest = now.minus(REMEMBERED);
        boolean isFlagged = line.status() == Status.FLAGGED;
        Instant asked = time(at);
        Instant end = asked != null ? asked : isFlagged ? line.since() : now;
        Review review = end.isBefore(oldest) || end.isAfter(now)
                ? null
                : Reviewer.review(opened.view().state(), line.pool(), line.line(), end);
        model.put("reviewed", end);
        model.put("review", review == null ? null : Json.plain(review));
        model.put("beforeFlag", isFlagged && end.equals(line.since()));
        model.put("earlier", end.minus(Reviewer.HOUR).isBefore(oldest) ? null : end.minus(Reviewer.HOUR));
        Instant later = end.plus(Reviewer.HOUR);
        model.put("later", later.isAfter(now) ? null : later);
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Instant.parse(text.strip());
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}
