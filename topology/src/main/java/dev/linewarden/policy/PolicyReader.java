package dev.linewarden.policy;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.Policy.Over;
import dev.linewarden.core.model.Policy.QuietHours;
import dev.linewarden.core.model.Policy.Rehoming;
import dev.linewarden.core.model.Policy.Strictness;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.wishes.Wishes;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks for every key of a policy, with its default and its bounds: the one place that says what a policy is. */
final class PolicyReader {

    private static final Duration ZERO = Duration.ZERO;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int MANY = 1_000_000;
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
    private static final String CLOSED = "closed";
    private static final List<Mode> MODES = List.of(Mode.values());
    private static final List<Over> OVERS = List.of(Over.values());
    private static final List<Strictness> STRICTNESSES = List.of(Strictness.values());

    private final Section root;
    private final Map<String, Mode> modes = new HashMap<>();

    PolicyReader(Section root) {
        this.root = root;
    }

    Policy read() {
        Policy policy = new Policy(
                root.text("version", Policy.DEFAULT.version()),
                mode(),
                serverQuota(),
                newConversations(),
                assignment(),
                burst(),
                followUps(),
                consent(),
                quietHours(),
                firstMessage(),
                dialogue(),
                flaggedLine(),
                dormancy(),
                deferral(),
                duplicates(),
                loop(),
                modes);
        rule("line").finish();
        rule("contact-card").finish();
        root.finish();
        return policy;
    }

    private Mode mode() {
        return root.choice("mode", Policy.DEFAULT.mode(), List.of(Mode.ENFORCE, Mode.OBSERVE));
    }

    /** A section that belongs to a rule of the same name, and may give it a mode of its own. */
    private Section rule(String name) {
        Section section = root.section(name);
        Mode mode = section.choice("mode", Mode.ENFORCE, MODES);
        if (mode != Mode.ENFORCE) {
            modes.put(name, mode);
        }
        return section;
    }

    private Policy.ServerQuota serverQuota() {
        Policy.ServerQuota d = Policy.DEFAULT.serverQuota();
        Section s = rule("server-quota");
        Policy.ServerQuota quota = new Policy.ServerQuota(
                s.integer("limit", d.limit(), 1, MANY),
                s.zone("zone", d.zone()),
                s.choice("over", d.over(), OVERS),
                s.share("reserve-for-replies", d.reserveForReplies()));
        s.finish();
        return quota;
    }

    private Policy.NewConversations newConversations() {
        Policy.NewConversations d = Policy.DEFAULT.newConversations();
        Section s = rule("new-conversations");
        Policy.NewConversations quota = new Policy.NewConversations(
                s.integer("limit", d.limit(), 1, MANY),
                s.zone("zone", d.zone()),
                s.choice("over", d.over(), OVERS),
                s.integers("warm-up", d.warmUp(), 0, MANY));
        s.finish();
        return quota;
    }

    private Policy.Assignment assignment() {
        Policy.Assignment d = Policy.DEFAULT.assignment();
        Section s = rule("assignment");
        Policy.Assignment assignment = new Policy.Assignment(
                s.share("no-new-users-at", d.noNewUsersAt()),
                s.shares("alert-at", d.alertAt()),
                s.integerOrNull("max-users-per-line", 1, MANY));
        s.finish();
        return assignment;
    }

    private Policy.Burst burst() {
        Policy.Burst d = Policy.DEFAULT.burst();
        Section s = rule("burst");
        Policy.Burst burst = new Policy.Burst(
                s.duration("window", d.window(), Duration.ofSeconds(1), Duration.ofHours(1)),
                s.integer("max", d.max(), 1, MANY),
                s.integer("max-outreach", d.maxOutreach(), 1, MANY),
                s.duration("min-gap", d.minGap(), ZERO, Duration.ofHours(1)),
                s.duration("jitter", d.jitter(), ZERO, Duration.ofHours(1)));
        s.finish();
        return burst;
    }

    private Policy.FollowUps followUps() {
        Policy.FollowUps d = Policy.DEFAULT.followUps();
        Section s = rule("follow-ups");
        Policy.FollowUps followUps = new Policy.FollowUps(
                s.integer("max", d.max(), 0, 1000),
                s.duration("spacing", d.spacing(), ZERO, YEAR),
                s.duration("turn-window", d.turnWindow(), ZERO, DAY),
                s.integer("turn-messages", d.turnMessages(), 1, 1000),
                s.duration("active-window", d.activeWindow(), ZERO, YEAR),
                s.integer("monologue", d.monologue(), 1, MANY),
                s.duration("reset-after", d.resetAfter(), MILLISECOND, YEAR));
        s.finish();
        return followUps;
    }

    private Policy.Consent consent() {
        Policy.Consent d = Policy.DEFAULT.consent();
        Section s = rule("consent");
        Policy.Consent consent = new Policy.Consent(
                s.bool("required", d.required()),
                new Wishes(
                        words(s, "opt-out-words", d.wishes().optOutWords()),
                        words(s, "opt-in-words", d.wishes().optInWords()),
                        words(s, "opt-out-phrases", d.wishes().optOutPhrases())),
                s.duration("confirm-within", d.confirmWithin(), ZERO, DAY));
        s.finish();
        return consent;
    }

    /** Words that texts are read for: what says nothing when it is folded would match every emoji or none. */
    private static Set<String> words(Section s, String key, Set<String> otherwise) {
        Set<String> words = s.words(key, otherwise);
        List<String> empty = words.stream().filter(Wishes::saysNothing).toList();
        empty.forEach(word -> s.complain(key, "'" + word + "' has no letter and no digit: nothing is left to hear"));
        return empty.isEmpty() ? words : otherwise;
    }

    private QuietHours quietHours() {
        QuietHours d = Policy.DEFAULT.quietHours();
        Section s = rule("quiet-hours");
        Calendar general = calendar(s, d.general());
        QuietHours hours = new QuietHours(
                general,
                s.zoneOr("zone", "recipient"),
                s.zone("fallback-zone", d.fallbackZone()),
                s.duration("replies-within", d.repliesWithin(), ZERO, YEAR),
                s.constants("exempt", d.exempt(), List.of(Purpose.values())),
                regions(s.section("regions"), general));
        s.finish();
        return hours;
    }

    private static Map<String, Calendar> regions(Section s, Calendar general) {
        Map<String, Calendar> regions = new TreeMap<>();
        s.sections(REGION, "an ISO 3166 code such as US-TX or FR").forEach((code, section) -> {
            regions.put(code, calendar(section, general));
            section.finish();
        });
        s.finish();
        return regions;
    }

    /** What a calendar does not say is as in {@code otherwise}. */
    private static Calendar calendar(Section s, Calendar otherwise) {
        LocalTime from = s.time("from", otherwise.from());
        LocalTime to = s.time("to", otherwise.to());
        Map<DayOfWeek, Calendar.Day> own = days(s.section("days"));
        Calendar calendar = new Calendar(
                from, to, s.has("days") ? own : otherwise.days(), s.dates("holidays", otherwise.holidays()));
        for (DayOfWeek day : DayOfWeek.values()) {
            if (calendar.from(day).equals(calendar.to(day))) {
                s.complain(
                        own.containsKey(day) ? "days" : s.has("from") ? "from" : "to",
                        "from and to are the same on " + day + "; use mode: off for no quiet hours");
                break;
            }
        }
        if (Stream.of(DayOfWeek.values()).allMatch(calendar::isClosed)) {
            s.complain("days", "every day of the week is closed: no hour is left to text anybody");
        }
        return calendar;
    }

    private static Map<DayOfWeek, Calendar.Day> days(Section s) {
        Map<DayOfWeek, Calendar.Day> days = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            Section own = s.sectionOr(day.name(), CLOSED);
            if (own == null) {
                days.put(day, Calendar.Day.CLOSED);
                continue;
            }
            LocalTime from = own.timeIfGiven("from");
            LocalTime to = own.timeIfGiven("to");
            own.finish();
            if (from != null || to != null) {
                days.put(day, new Calendar.Day(from, to, false));
            }
        }
        s.finish();
        return days;
    }

    private Policy.FirstMessage firstMessage() {
        Policy.FirstMessage d = Policy.DEFAULT.firstMessage();
        Section s = rule("first-message");
        Policy.FirstMessage first = new Policy.FirstMessage(
                s.choice("links", d.links(), STRICTNESSES),
                s.choice("media", d.media(), STRICTNESSES),
                s.choice("question", d.question(), STRICTNESSES));
        s.finish();
        return first;
    }

    private Policy.Dialogue dialogue() {
        Policy.Dialogue d = Policy.DEFAULT.dialogue();
        Section s = rule("dialogue");
        Policy.Dialogue dialogue = new Policy.Dialogue(
                s.duration("window", d.window(), Duration.ofMinutes(1), Duration.ofDays(30)),
                s.integer("min-openers", d.minOpeners(), 1, MANY),
                s.share("min-reply-rate", d.minReplyRate()),
                s.duration("grace", d.grace(), Duration.ZERO, Duration.ofDays(30)),
                s.duration("backoff", d.backoff(), Duration.ofSeconds(1), YEAR));
        s.finish();
        return dialogue;
    }

    private Policy.FlaggedLine flaggedLine() {
        Policy.FlaggedLine d = Policy.DEFAULT.flaggedLine();
        Section s = root.section("flagged-line");
        // A flagged line takes no new recipients in any case.
        Policy.FlaggedLine flagged = new Policy.FlaggedLine(
                s.choice("new-users", d.newUsers(), List.of(Rehoming.REASSIGN)),
                s.choice("home", d.home(), List.of(Rehoming.HOLD, Rehoming.REASSIGN)));
        s.finish();
        return flagged;
    }

    private Policy.Dormancy dormancy() {
        Policy.Dormancy d = Policy.DEFAULT.dormancy();
        Section s = root.section("dormancy");
        Policy.Dormancy dormancy = new Policy.Dormancy(
                s.duration("prefer-after", d.preferAfter(), MILLISECOND, YEAR),
                s.duration("warn-after", d.warnAfter(), MILLISECOND, YEAR),
                s.duration("deactivated-after", d.deactivatedAfter(), MILLISECOND, YEAR));
        s.finish();
        return dormancy;
    }

    private Policy.Deferral deferral() {
        Section s = root.section("deferral");
        Policy.Deferral deferral = new Policy.Deferral(
                s.duration("max-wait", Policy.DEFAULT.deferral().maxWait(), ZERO, YEAR));
        s.finish();
        return deferral;
    }

    private Policy.Duplicates duplicates() {
        Section s = root.section("duplicates");
        Policy.Duplicates duplicates = new Policy.Duplicates(
                s.duration("window", Policy.DEFAULT.duplicates().window(), MILLISECOND, YEAR));
        s.finish();
        return duplicates;
    }

    private Policy.Loop loop() {
        Policy.Loop d = Policy.DEFAULT.loop();
        Section s = rule("loop");
        Policy.Loop loop = new Policy.Loop(
                s.duration("window", d.window(), Duration.ofSeconds(1), Duration.ofHours(1)),
                s.integer("max", d.max(), 1, 1000),
                s.duration("pause", d.pause(), ZERO, YEAR));
        s.finish();
        return loop;
    }
}
