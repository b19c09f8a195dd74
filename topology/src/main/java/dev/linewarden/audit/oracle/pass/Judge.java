package dev.linewarden.audit.oracle.pass;

import dev.linewarden.audit.oracle.Interpretation;
import dev.linewarden.audit.oracle.Interpretation.Whereabouts;
import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One approval, held against every limit with everything that had happened before it. Changes nothing. */
final class Judge {

    private final PoolBook book;
    private final Scope scope;
    private final Tally tally;
    private final Closest closest;
    private final Terms terms;
    private final Decision decision;
    private final OutboundRequest request;
    private final Asked asked;
    private final Person person;
    private final LineBook line;
    private final long at;
    private final boolean active;
    private final boolean confirms;
    private final boolean askedFor;
    private final boolean outreach;

    Judge(PoolBook book, Scope scope, Tally tally, Closest closest, Decision decision, Asked asked, LineBook line) {
        this.book = book;
        this.scope = scope;
        this.tally = tally;
        this.closest = closest;
        this.terms = book.terms();
        this.decision = decision;
        this.request = decision.getRequest();
        this.asked = asked;
        this.person = book.person(request.getRecipient());
        this.line = line;
        this.at = decision.getDecidedAt().toEpochMilli();
        this.active = person.isActive(at, terms);
        this.confirms = confirms(book, request, person, at);
        this.askedFor = isAskedFor(book, request, person, at);
        this.outreach = !active && !askedFor;
    }

    /** Whether the request confirms an opt-out, as it may once. */
    static boolean confirms(PoolBook book, OutboundRequest request, Person person, long at) {
        return request.getPurpose() == Purpose.OPT_OUT_CONFIRMATION
                && person.wish == Wish.OPT_OUT
                && !person.isConfirmed
                && at < person.optedOutAt + book.terms().confirmWithin
                && request.getAttachments().isEmpty()
                && !book.interpretation.hasLink(request.getText());
    }

    /** Whether its recipient asked for it: the confirmation of an opt-out, or the answer to HELP. */
    static boolean isAskedFor(PoolBook book, OutboundRequest request, Person person, long at) {
        boolean helps =
                request.getPurpose() == Purpose.HELP_ANSWER && at < person.helpAskedAt + book.terms().confirmWithin;
        return helps || confirms(book, request, person, at);
    }

    boolean confirms() {
        return confirms;
    }

    boolean isAskedFor() {
        return askedFor;
    }

    void judge() {
        if (!book.policies.isKnown()) {
            for (Check check : Check.values()) {
                if (!check.rule().isEmpty()) {
                    tally.unknown(check);
                }
            }
            return;
        }
        asked();
        suspended();
        line();
        consent();
        firstMessage();
        quietHours();
        followUps();
        burst();
        newConversations();
        server();
        assignment();
        dialogue();
        loop();
    }

    /**
     * One check.
     *
     * @param isKnown whether the records reach far enough back to tell
     * @param breach in words, which hardly any send needs
     */
    private void hold(Check check, boolean holds, boolean isKnown, Supplier<String> breach) {
        if (!check.rule().isEmpty() && !terms.enforces(check.rule())) {
            tally.waived(check);
        } else if (!isKnown) {
            tally.unknown(check);
        } else if (holds) {
            tally.held(check);
        } else {
            tally.breached(check, decision, breach.get());
        }
    }

    /** What the request itself asks for. */
    private void asked() {
        boolean isKnown = asked.arrival >= 0;
        boolean replied = person.answeredOffset > asked.arrival;
        hold(Check.SCHEDULE, at >= asked.notBefore, true, () -> "left before its not_before");
        hold(Check.DEADLINE, at <= asked.deadline(terms), isKnown, () -> "left after its deadline");
        if (request.getHoldForReply()) {
            hold(Check.HOLD_FOR_REPLY, replied, isKnown, () -> "left before the reply that it holds for");
        }
        if (request.getCancelOnReply()) {
            hold(Check.CANCEL_ON_REPLY, !replied, isKnown, () -> "left after the reply that stops it");
        }
    }

    /** What an operator has suspended; of orders that the topics hold no more nobody knows. */
    private void suspended() {
        if (!book.halts.isEmpty()) {
            hold(Check.SUSPENDED, !book.halts.holds(request, at), true, () -> "left while it was suspended");
        }
    }

    private void line() {
        boolean isPinnedElsewhere =
                request.getLine() != null && !request.getLine().equals(line.name);
        boolean isMisplaced = line.server != null && !line.server.equals(decision.getServer());
        if (isPinnedElsewhere || isMisplaced) {
            tally.breached(
                    Check.LINE,
                    decision,
                    isPinnedElsewhere
                            ? "left by line " + line.name + ", and was pinned to another"
                            : "names server " + decision.getServer() + ", and line " + line.name + " is on "
                                    + line.server);
            return;
        }
        hold(
                Check.LINE,
                line.isSending(),
                line.status != null || scope.isWhole(),
                () -> "left by line " + line.name + ", which "
                        + (line.status == null ? "nobody has reported" : "was " + line.status));
    }

    private void consent() {
        boolean isKnown = scope.isWhole() || person.wish != Wish.NOTHING;
        hold(
                Check.OPTED_OUT,
                person.wish != Wish.OPT_OUT || askedFor,
                isKnown,
                () -> "went to somebody who had opted out"
                        + (person.wish == Wish.OPT_OUT ? since(person.optedOutAt) : ""));
        boolean isCold = person.wish == Wish.NOTHING
                && (!person.hasWritten || request.getPurpose() == Purpose.MARKETING)
                && request.getConsent() == null
                && !askedFor;
        hold(
                Check.COLD_OUTREACH,
                !(terms.consentRequired && isCold),
                scope.isWhole() || !isCold,
                () -> request.getPurpose() == Purpose.MARKETING
                        ? "is marketing to somebody who gave no consent to it"
                        : "went to somebody who gave no consent and never wrote");
    }

    private static String since(long time) {
        return time == Person.NEVER ? "" : " at " + Instant.ofEpochMilli(time);
    }

    private void firstMessage() {
        boolean hasLink = terms.linksRejected && book.interpretation.hasLink(request.getText());
        boolean hasMedia = terms.mediaRejected && !request.getAttachments().isEmpty();
        boolean isMute = terms.statementsRejected
                && !askedFor
                && person.isNewTo(line.name)
                && request.getText().chars().noneMatch(character -> "?？؟;".indexOf(character) >= 0);
        if (!hasLink && !hasMedia && !isMute) {
            hold(Check.FIRST_MESSAGE, true, true, () -> "");
            return;
        }
        String what = hasLink ? "has a link" : hasMedia ? "has an attachment" : "asks nothing";
        boolean isAnswered = (hasLink || hasMedia) && person.hasAnswered(line.name);
        hold(
                Check.FIRST_MESSAGE,
                isAnswered,
                scope.isWhole() || isAnswered,
                () -> what + ", before its recipient has replied to line " + line.name);
    }

    private void quietHours() {
        boolean isReply = person.answeredAt != Person.NEVER && at <= person.answeredAt + terms.repliesWithin;
        boolean isExempt = askedFor
                || isReply
                || terms.exempt.contains(request.getPurpose().name());
        ZoneId asleep = isExempt ? null : asleep();
        hold(
                Check.QUIET_HOURS,
                asleep == null,
                asleep == null || scope.reaches(at, Math.max(terms.repliesWithin, terms.confirmWithin)),
                () -> asleep == null ? "" : "left in quiet hours, at " + localTime(asleep) + " in " + asleep);
    }

    private String localTime(ZoneId zone) {
        return Instant.ofEpochMilli(at).atZone(zone).toLocalTime().toString();
    }

    /** A zone in which it is night for the recipient; null when it is awake wherever it may be. */
    private @Nullable ZoneId asleep() {
        String said = request.getTimeZone();
        ZoneId everywhere = terms.quietZone != null ? terms.quietZone : said == null ? null : ZoneId.of(said);
        boolean isNumber = request.getRecipient().startsWith("+");
        if (!isNumber || (everywhere != null && terms.regions.isEmpty())) {
            ZoneId zone = everywhere == null ? terms.fallbackZone : everywhere;
            return terms.hours.isQuiet(at, zone) ? zone : null;
        }
        List<Whereabouts> places = book.interpretation.placesOf(request.getRecipient());
        if (places.isEmpty()) {
            ZoneId zone = everywhere == null ? terms.fallbackZone : everywhere;
            return everywhere == null || terms.hours.isQuiet(at, zone) ? zone : null;
        }
        for (Interpretation.Whereabouts place : places) {
            ZoneId zone = everywhere == null ? place.zone() : everywhere;
            if (hoursOf(place).isQuiet(at, zone)) {
                return zone;
            }
        }
        return null;
    }

    private Hours hoursOf(Whereabouts place) {
        for (String region : place.regions()) {
            Hours own = terms.regions.get(region);
            if (own != null) {
                return own;
            }
        }
        return terms.hours;
    }

    private void followUps() {
        if (askedFor) {
            return;
        }
        person.passTo(at, terms);
        boolean isKnown = person.isHeard || scope.reaches(at, Math.max(terms.activeWindow, terms.resetAfter));
        if (active) {
            hold(
                    Check.MONOLOGUE,
                    person.inARow < terms.monologue,
                    isKnown,
                    () -> "is message " + (person.inARow + 1) + " in a row, of " + terms.monologue);
            measured(Check.MONOLOGUE, "recipient", person.handle, person.inARow + 1, terms.monologue);
            return;
        }
        if (person.joins(at, terms)) {
            hold(Check.FOLLOW_UPS, true, isKnown, () -> "");
            hold(Check.SPACING, true, isKnown, () -> "");
            return;
        }
        int turn = person.turns + 1;
        hold(
                Check.FOLLOW_UPS,
                turn <= terms.mostTurns,
                isKnown,
                () -> "is turn " + turn + " unanswered, of " + terms.mostTurns);
        measured(Check.FOLLOW_UPS, "recipient", person.handle, turn, terms.mostTurns);
        if (person.turnStart != Person.NEVER) {
            long apart = Math.abs(at - person.turnStart);
            hold(
                    Check.SPACING,
                    apart >= terms.spacing,
                    isKnown,
                    () -> "is a turn " + words(apart) + " from the one before it, of " + words(terms.spacing));
            apart(Check.SPACING, "recipient", person.handle, apart, terms.spacing);
        }
    }

    private void burst() {
        boolean isKnown = scope.reaches(at, terms.window + terms.activeWindow);
        int sends = line.sendsIn(at, terms.window);
        hold(
                Check.LINE_WINDOW,
                sends <= terms.max,
                isKnown,
                () -> "is send " + sends + " of line " + line.name + " in " + words(terms.window) + ", of "
                        + terms.max);
        measured(Check.LINE_WINDOW, "line", line.name, sends, terms.max);
        if (!outreach) {
            return;
        }
        int outreachSends = line.outreachIn(at, terms.window);
        hold(
                Check.LINE_OUTREACH,
                outreachSends <= terms.maxOutreach,
                isKnown,
                () -> "is outreach " + outreachSends + " of line " + line.name + " in " + words(terms.window) + ", of "
                        + terms.maxOutreach);
        measured(Check.LINE_OUTREACH, "line", line.name, outreachSends, terms.maxOutreach);
        long gap = line.nearestOutreach(at);
        hold(
                Check.MIN_GAP,
                gap >= terms.minGap,
                isKnown,
                () -> "is outreach " + words(gap) + " from other outreach of line " + line.name + ", of "
                        + words(terms.minGap));
        apart(Check.MIN_GAP, "line", line.name, gap, terms.minGap);
    }

    private void newConversations() {
        if (!person.isNewTo(line.name)) {
            hold(Check.NEW_CONVERSATIONS, true, true, () -> "");
            return;
        }
        LocalDate day = LocalDate.ofInstant(decision.getDecidedAt(), terms.newZone);
        int opened = line.openedOn(day) + 1;
        int most = terms.newLimitOn(day, line.activatedAt);
        hold(
                Check.NEW_CONVERSATIONS,
                opened <= most,
                scope.isWhole(),
                () -> "is new conversation " + opened + " of line " + line.name + " on " + day + ", of " + most);
        measured(Check.NEW_CONVERSATIONS, "line", line.name, opened, most);
    }

    private void server() {
        LocalDate day = book.serverDay(at);
        int sent = book.server(line).sentOn(day) + 1;
        int most = outreach ? terms.outreachLimit : terms.serverLimit;
        String server = String.valueOf(line.server);
        boolean isKnown = scope.isWhole()
                || (scope.reaches(day.atStartOfDay(terms.serverZone).toInstant().toEpochMilli(), 0)
                        && scope.reaches(at, terms.activeWindow));
        hold(
                Check.SERVER_QUOTA,
                sent <= most,
                isKnown,
                () -> "is send " + sent + " of server " + server + " on " + day + ", of " + most
                        + (most < terms.serverLimit ? " that outreach may use" : ""));
        measured(Check.SERVER_QUOTA, "server", server, sent, most);
    }

    private void assignment() {
        boolean isAssigned = request.getLine() == null && !book.hasHome(person);
        if (!isAssigned) {
            return;
        }
        int sent = book.server(line).sentOn(book.serverDay(at));
        double most = terms.noNewUsersAt * terms.serverLimit;
        // Who has something booked goes to the line of that booking, however busy its server is by then.
        Person.Tie tie = person.tie(line.name);
        boolean isBooked = tie != null && tie.promised > 0;
        hold(
                Check.NEW_USERS,
                sent < most || isBooked || !person.isUnknown(),
                scope.isWhole(),
                () -> "was assigned to a line of server " + line.server + ", which had sent " + sent + " of "
                        + (int) Math.ceil(most) + " at which it takes no new users");
        if (terms.mostUsers != null) {
            boolean isAtHome = line.name.equals(person.home);
            hold(
                    Check.USERS_PER_LINE,
                    line.residents < terms.mostUsers || isAtHome,
                    scope.isWhole(),
                    () -> "was assigned to line " + line.name + ", which was home to " + line.residents + " of "
                            + terms.mostUsers);
            measured(Check.USERS_PER_LINE, "line", line.name, line.residents + (isAtHome ? 0 : 1), terms.mostUsers);
        }
    }

    private void dialogue() {
        boolean isHeldBack = outreach && line.isSilent(at, terms);
        long gap = line.nearestOutreach(at);
        hold(
                Check.DIALOGUE,
                !isHeldBack || gap >= terms.backoff,
                scope.isWhole() || !isHeldBack,
                () -> "is outreach of line " + line.name + ", which hardly anybody answers, " + words(gap)
                        + " from other, of " + words(terms.backoff));
    }

    private void loop() {
        if (confirms) {
            return;
        }
        int exchanged = person.exchangedIn(at, terms.loopWindow);
        hold(
                Check.LOOP,
                !person.isLoop(at, terms),
                scope.reaches(at, terms.loopWindow + terms.loopPause),
                () -> "is message " + exchanged + " with its recipient in " + words(terms.loopWindow) + ", of "
                        + terms.loopMax + ", or before the pause behind so many");
        measured(Check.LOOP, "recipient", person.handle, exchanged, terms.loopMax);
    }

    private void measured(Check check, String kind, String name, int observed, int limit) {
        if (terms.enforces(check.rule()) && limit > 0) {
            call(
                    check,
                    kind,
                    name,
                    (double) observed / limit,
                    () -> Integer.toString(observed),
                    () -> Integer.toString(limit));
        }
    }

    private void apart(Check check, String kind, String name, long observed, long limit) {
        if (terms.enforces(check.rule()) && limit > 0 && observed > 0) {
            call(check, kind, name, (double) limit / observed, () -> words(observed) + " apart", () -> words(limit));
        }
    }

    private void call(
            Check check, String kind, String name, double share, Supplier<String> observed, Supplier<String> limit) {
        if (scope.holds(decision.getDecidedAt())) {
            closest.measured(
                    check,
                    name,
                    share,
                    () -> new CloseCall(
                            check,
                            request.getPool(),
                            kind,
                            name,
                            share,
                            observed.get(),
                            limit.get(),
                            decision.getDecidedAt(),
                            decision.getDecisionId()));
        }
    }

    /** A span as people say it. */
    static String words(long millis) {
        Duration span = Duration.ofMillis(millis);
        if (span.toDays() > 0) {
            return span.toDays() + " d" + (span.toHoursPart() > 0 ? " " + span.toHoursPart() + " h" : "");
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h" + (span.toMinutesPart() > 0 ? " " + span.toMinutesPart() + " min" : "");
        }
        if (span.toMinutes() > 0) {
            return span.toMinutes() + " min" + (span.toSecondsPart() > 0 ? " " + span.toSecondsPart() + " s" : "");
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
    }
}
