package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Handles;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Place;
import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.core.model.Policy.QuietHours;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nobody is texted at night or on a day that is kept closed, by the recipient's own clock. A number that may lie in several
 * places is texted when all of them are awake, each by its own calendar; a reply to somebody who just wrote is a
 * conversation and exempt, and so is what cannot wait.
 */
final class QuietHoursRule implements Rule {

    private static final String NAME = "quiet-hours";
    private static final Finding PASSES = Finding.pass(NAME);
    private static final Finding REPLY = Finding.passBecause(NAME, "a reply to a recent message");
    private static final Finding ASKED_FOR = AskedFor.passes(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        if (isReply(c)) {
            return REPLY;
        }
        if (c.isAskedFor()) {
            return ASKED_FOR;
        }
        if (c.policy().quietHours().exempt().contains(c.request().purpose())) {
            return Finding.passBecause(NAME, c.request().purpose() + " is exempt");
        }
        List<WallClock> clocks = clocks(c);
        if (clocks.isEmpty()) {
            return hold("the number's country is not known: it may be night there. Name its time_zone");
        }
        Instant morning = WallClock.firstAwake(c.at(), clocks, c.board().days());
        if (morning == null) {
            return hold("no hour of " + WallClock.DAYS_SEARCHED + " days is awake in all " + clocks.size()
                    + " places where the recipient may be: name its time_zone, or give the policy more hours");
        }
        return morning.equals(c.at()) ? PASSES : night(c, morning, clocks);
    }

    private static Finding hold(String detail) {
        return Finding.hold(NAME, Code.QUIET_HOURS, Await.POLICY, detail);
    }

    private static Finding night(Case c, Instant morning, List<WallClock> clocks) {
        Instant at = c.at();
        WallClock asleep = clocks.stream()
                .filter(clock -> !clock.isAwake(at, c.board().days()))
                .findFirst()
                .orElse(clocks.get(0));
        ZonedDateTime local = at.atZone(asleep.zone());
        boolean closed = asleep.isClosed(at);
        String where = clocks.size() == 1
                ? asleep.zone().getId()
                : asleep.zone().getId() + ", one of " + clocks.size() + " possible places";
        return Finding.deferUntil(
                        NAME,
                        Code.QUIET_HOURS,
                        morning,
                        (closed ? local.toLocalDate() + " is kept closed" : "it is night") + " for the recipient ("
                                + where + ")")
                .measured(
                        closed ? local.getDayOfWeek() : local.toLocalTime(),
                        closed
                                ? "closed"
                                : asleep.calendar().from(local.getDayOfWeek()) + "-"
                                        + asleep.calendar().to(local.getDayOfWeek()));
    }

    private static boolean isReply(Case c) {
        Instant inbound = c.recipient().lastInbound();
        return inbound != null
                && !c.at().isAfter(inbound.plus(c.policy().quietHours().repliesWithin()));
    }

    /** Whether it may be night for the recipient, and the send is no reply to a recent message; whatever the rule's mode. */
    static boolean isOffHours(Case c) {
        if (isReply(c) || c.isAskedFor()) {
            return false;
        }
        List<WallClock> clocks = clocks(c);
        if (clocks.isEmpty()) {
            return true;
        }
        for (int i = 0; i < clocks.size(); i++) {
            if (!clocks.get(i).isAwake(c.at(), c.board().days())) {
                return true;
            }
        }
        return false;
    }

    /** Every clock that the recipient may live by, each once; none when the number is of no known country. */
    private static List<WallClock> clocks(Case c) {
        QuietHours hours = c.policy().quietHours();
        ZoneId said = saidZone(hours, c.request());
        boolean sameEverywhere = said != null && hours.regions().isEmpty();
        if (sameEverywhere || !Handles.isPhoneNumber(c.request().recipient())) {
            return List.of(new WallClock(said == null ? hours.fallbackZone() : said, hours.general()));
        }
        List<Place> places = c.facts().placesOf(c.request().recipient());
        if (places.isEmpty() && said != null) {
            return List.of(new WallClock(said, hours.general()));
        }
        List<WallClock> clocks = new ArrayList<>(places.size());
        for (Place place : places) {
            WallClock clock = new WallClock(said == null ? place.zone() : said, calendar(hours, place));
            if (!clocks.contains(clock)) {
                clocks.add(clock);
            }
        }
        return clocks;
    }

    private static @Nullable ZoneId saidZone(QuietHours hours, OutboundRequest request) {
        if (hours.zone() != null) {
            return hours.zone();
        }
        return request.timeZone() == null ? null : Zones.of(request.timeZone());
    }

    /** The calendar of the place's part of the country, else of the country, else the general one. */
    private static Calendar calendar(QuietHours hours, Place place) {
        if (!hours.regions().isEmpty()) {
            for (String region : place.regions()) {
                Calendar own = hours.regions().get(region);
                if (own != null) {
                    return own;
                }
            }
        }
        return hours.general();
    }
}
