package dev.linewarden.core.fleet;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Alert.Severity;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.Arrivals;
import dev.linewarden.core.state.Exchange;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Raised;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells operators what needs a hand, each cause once a day, and what to do about it. */
public final class Alarms {

    private static final int MOST_LISTED = 20;
    // Ten times: the contract. Of a line to which hardly anybody writes, ten in an hour are none yet: Linewarden's
    // choice.
    private static final int SURGE = 10;
    private static final double USUAL_AT_LEAST = 1;

    private final Input input;
    private final Rows rows;
    private final String pool;
    private final Policy policy;
    private final Instant now;

    public Alarms(Input input) {
        this.input = input;
        this.rows = input.draft();
        this.pool = input.pool();
        this.policy = input.policy();
        this.now = input.at();
    }

    /**
     * A server has sent one more: each step of its day is told once, which the day remembers, and when every server of the
     * pool is past the first, that more are needed.
     */
    public void counted(ServerDay day) {
        List<Double> steps = policy.assignment().alertAt();
        int limit = policy.serverQuota().limit();
        int reached = day.alerted();
        while (reached < steps.size() && day.sends() >= steps.get(reached) * limit) {
            input.emit(utilisation(day, steps.get(reached), limit));
            reached++;
        }
        if (reached == day.alerted()) {
            return;
        }
        rows.put(day.withAlerted(reached));
        if (day.alerted() == 0) {
            askForCapacity(day.epochDay());
        }
    }

    /**
     * Somebody waits for a line: when that is because every one is home to as many recipients as the policy allows, so many
     * more are asked for as all of them and whoever waits need. Told again when more are missing.
     */
    public void noLineTakesNewRecipients() {
        Integer most = policy.assignment().maxUsersPerLine();
        List<Line> active = rows.lines(pool).stream().filter(Line::isActive).toList();
        if (most == null || active.isEmpty()) {
            return;
        }
        long people = rows.homeless(pool);
        for (Line line : active) {
            int residents = rows.residents(pool, line.line()).total();
            if (residents < most) {
                return;
            }
            people += residents;
        }
        long missing = Math.max(1, (people + most - 1) / most - active.size());
        raise(
                "add-lines/" + missing,
                Kind.ADD_CAPACITY,
                Severity.CRITICAL,
                null,
                Long.toString(people),
                Long.toString((long) active.size() * most),
                "Every ACTIVE line of the pool (" + active.size() + ") is home to " + most + " recipients or more. Add "
                        + missing + (missing == 1 ? " line" : " lines")
                        + " with `linewarden line add`: new recipients wait for it.");
    }

    /** Somebody wrote to the line for the first time: more than ten times the usual number in an hour is told once a day. */
    public void newContact(String line) {
        Arrivals arrivals = rows.arrivals(pool, line).with(now);
        rows.put(arrivals);
        int came = arrivals.inHourUntil(now);
        double usual = Math.max(USUAL_AT_LEAST, arrivals.usualBefore(now));
        if (came <= SURGE * usual) {
            return;
        }
        raise(
                "inbound-surge/" + line,
                Kind.INBOUND_SURGE,
                Severity.WARNING,
                line,
                Integer.toString(came),
                String.format(Locale.ROOT, "%.0f", SURGE * usual),
                "More people than ten times the usual number wrote to line " + line
                        + " for the first time within an hour. New inbound contacts are limited too: spread them over lines"
                        + " with `linewarden invite`, and look whether they are people.");
    }

    /** A line sends no longer, and with it perhaps the last server that had room. */
    public void lineLeft() {
        askForCapacity(Case.dayOf(now, policy.serverQuota().zone()));
    }

    private Alert utilisation(ServerDay day, double step, int limit) {
        return alert(
                day.server() + "/utilisation/" + LocalDate.ofEpochDay(day.epochDay()) + "/" + step,
                Kind.SERVER_UTILISATION,
                Severity.WARNING,
                null,
                day.server(),
                Integer.toString(day.sends()),
                Integer.toString(limit),
                "Server " + day.server() + " has used " + percent(step)
                        + " of its day. Give its new users to other servers, or add one.");
    }

    private void askForCapacity(long today) {
        List<Double> steps = policy.assignment().alertAt();
        Set<String> servers = new TreeSet<>();
        for (Line line : rows.lines(pool)) {
            if (line.isActive()) {
                servers.add(line.server());
            }
        }
        double firstStep =
                steps.isEmpty() ? 0 : steps.get(0) * policy.serverQuota().limit();
        // Nothing is below a first step of zero, however many servers there are.
        if (servers.isEmpty() || firstStep == 0) {
            return;
        }
        long sends = 0;
        for (String server : servers) {
            int sent = rows.serverDay(pool, server, today).sends();
            if (sent < firstStep) {
                return;
            }
            sends += sent;
        }
        // So many that the same sends, spread evenly, stay below the first step of each.
        long needed = (long) Math.floor(sends / firstStep) + 1;
        long missing = Math.max(1, needed - servers.size());
        String step = percent(steps.get(0));
        raise(
                "add-capacity",
                Kind.ADD_CAPACITY,
                Severity.CRITICAL,
                null,
                Long.toString(sends),
                Long.toString((long) servers.size() * policy.serverQuota().limit()),
                "Every server of the pool (" + servers.size() + ") has used " + step + " of its day. Add " + missing
                        + (missing == 1 ? " server" : " servers")
                        + " with `linewarden line add` to bring the pool back below that.");
    }

    /** A line's outreach was found to go unanswered, whether or not the rule is enforced. */
    public void nobodyAnswers(Finding finding, String line) {
        raise(
                "no-dialogue/" + line,
                Kind.NO_DIALOGUE,
                Severity.WARNING,
                line,
                finding.observed(),
                finding.limit(),
                "Hardly anybody answers what line " + line + " opens: a share of " + finding.observed()
                        + ", and at least " + finding.limit() + " is asked for."
                        + (finding.enforced() ? " Its outreach waits." : "")
                        + " Look at whom it texts and with what, and let people write first"
                        + " before it is flagged.");
    }

    /** One message too many with a recipient was asked for: from now on the loop is remembered, and told once a day. */
    public void answerEachOther(Finding finding, OutboundRequest request, String line) {
        long today = Case.dayOf(now, policy.serverQuota().zone());
        Recipient recipient = rows.recipient(pool, request.recipient());
        Exchange exchange = recipient.exchange();
        if (exchange.freeAt(now, policy.loop()).equals(now)) {
            // What is booked for it takes the place, nobody has answered anybody.
            return;
        }
        rows.put(recipient.with(exchange.looping().told(today)));
        if (exchange.toldOn() == today) {
            return;
        }
        // Named by the request: who asks for it may see the recipient, who reads alerts may not.
        input.emit(alert(
                "reply-loop/" + request.requestId() + "/" + LocalDate.ofEpochDay(today),
                Kind.REPLY_LOOP,
                Severity.WARNING,
                line,
                null,
                finding.observed(),
                finding.limit(),
                "Line " + line + " and the recipient of request " + request.requestId()
                        + " answer each other like two machines."
                        + (finding.enforced() ? " What is sent there waits until " + finding.until() + "." : "")
                        + " Look at what they write, and let the upstream service answer no autoresponder."));
    }

    /** A line has sent nothing in a long time, and will be or has been deactivated for it. */
    public void dormant(Line line, Instant idleSince, Instant deactivated) {
        boolean isOver = !now.isBefore(deactivated);
        LocalDate date = LocalDate.ofInstant(deactivated, policy.serverQuota().zone());
        String advice = isOver
                ? " It was probably deactivated on " + date
                        + ": send a test message, then retire it with `linewarden line" + " status " + line.line()
                        + " RETIRED` or put it to use."
                : " About " + date
                        + " it is deactivated. Give it some traffic: while it is ACTIVE, new recipients go to it"
                        + " first; or retire it with `linewarden line status " + line.line() + " RETIRED`.";
        raise(
                "dormant/" + line.line(),
                Kind.LINE_DORMANT,
                isOver ? Severity.CRITICAL : Severity.WARNING,
                line.line(),
                idleSince.toString(),
                date.toString(),
                "Line " + line.line() + " (" + line.status() + ") has sent nothing since " + idleSince + "." + advice);
    }

    /** Each late opt-out is told: none of them can be taken back by waiting for tomorrow. */
    public void lateOptOut(ConversationEvent event, List<FollowUps.Approval> since, Instant arrived, long offset) {
        input.emit(late(
                "late-opt-out/" + offset,
                event.line().isEmpty() ? null : event.line(),
                event.at(),
                since,
                "An opt-out of " + event.at() + " arrived at " + arrived + ". Approved to that recipient in between"
                        + (since.size() < FollowUps.RECENT
                                ? ": "
                                : " (the last " + FollowUps.RECENT + ", no more are remembered): ")
                        + list(since) + ". Stop those that were not sent yet, and find out why the gateway was late."));
    }

    public void lateFlag(LineUpdate report, List<FollowUps.Approval> since, Instant arrived, long offset) {
        input.emit(late(
                "late-flag/" + offset,
                report.line(),
                report.at(),
                since,
                "Line " + report.line() + " was flagged at " + report.at() + ", which arrived at " + arrived
                        + ". Approved for it in between: " + list(since)
                        + ". Look whether they were sent, and find out why the report was late."));
    }

    private Alert late(
            String id, @Nullable String line, Instant signal, List<FollowUps.Approval> since, String message) {
        return alert(
                id,
                Kind.LATE_SIGNAL,
                Severity.WARNING,
                line,
                null,
                Integer.toString(since.size()),
                signal.toString(),
                message);
    }

    private static String list(List<FollowUps.Approval> approvals) {
        String first = approvals.stream()
                .limit(MOST_LISTED)
                .map(approval -> approval.requestId() + " (" + approval.at() + ")")
                .collect(Collectors.joining(", "));
        return approvals.size() > MOST_LISTED ? first + " and " + (approvals.size() - MOST_LISTED) + " more" : first;
    }

    private void raise(
            String cause,
            Kind kind,
            Severity severity,
            @Nullable String line,
            @Nullable String observed,
            @Nullable String limit,
            String message) {
        long today = Case.dayOf(now, policy.serverQuota().zone());
        // Compared for equality: a day that lies ahead, by a clock that was wrong, silences nothing.
        if (rows.get(Table.POOLS, Raised.key(pool, cause)) instanceof Raised raised && raised.epochDay() == today) {
            return;
        }
        rows.put(new Raised(pool, cause, today));
        String id = cause + "/" + LocalDate.ofEpochDay(today);
        input.emit(alert(id, kind, severity, line, null, observed, limit, message));
    }

    private Alert alert(
            String id,
            Kind kind,
            Severity severity,
            @Nullable String line,
            @Nullable String server,
            @Nullable String observed,
            @Nullable String limit,
            String message) {
        return new Alert(pool + "/" + id, pool, kind, severity, line, server, observed, limit, message, now);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
