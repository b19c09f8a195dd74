package dev.linewarden.policy;

import dev.linewarden.core.Policy;
import dev.linewarden.core.Policy.Mode;
import dev.linewarden.core.Policy.Over;
import dev.linewarden.core.Policy.QuietHours;
import dev.linewarden.core.Policy.Rehoming;
import dev.linewarden.core.Policy.Strictness;
import dev.linewarden.core.PolicyParser;
import java.io.StringReader;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads policy text. Every key is optional; unknown keys and impossible values are errors. Thread-safe. */
public final class PolicyYaml implements PolicyParser {

    private static final Duration ZERO = Duration.ZERO;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int MANY = 1_000_000;
    // A policy is a page; a book is an attack.
    private static final int MAX_LENGTH = 100_000;

    /** A policy, or everything that is wrong with its text. */
    public record Result(Policy policy, List<PolicyError> errors) {}

    @Override
    public Policy parse(String yaml) throws PolicyException {
        Result result = check(yaml);
        if (!result.errors().isEmpty()) {
            throw new PolicyException(String.join(
                    "; ", result.errors().stream().map(PolicyError::toString).toList()));
        }
        return result.policy();
    }

    /** Reads the text and lists every error in it, in order. */
    public Result check(String yaml) {
        List<PolicyError> errors = new ArrayList<>();
        if (yaml.length() > MAX_LENGTH) {
            errors.add(new PolicyError(1, 1, "the policy is over " + MAX_LENGTH + " characters"));
            return new Result(Policy.DEFAULT, errors);
        }
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException broken) {
            errors.add(syntaxError(broken));
            return new Result(Policy.DEFAULT, errors);
        } catch (YAMLException broken) {
            errors.add(new PolicyError(1, 1, "not YAML: " + broken.getMessage()));
            return new Result(Policy.DEFAULT, errors);
        }
        Policy policy = new Reader(new YamlSection("", root, errors)).read();
        errors.sort((a, b) ->
                a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column()));
        return new Result(policy, errors);
    }

    private static PolicyError syntaxError(MarkedYAMLException broken) {
        return broken.getProblemMark() == null
                ? new PolicyError(1, 1, "not YAML: " + broken.getProblem())
                : new PolicyError(
                        broken.getProblemMark().getLine() + 1,
                        broken.getProblemMark().getColumn() + 1,
                        "not YAML: " + broken.getProblem());
    }

    /** One reading of one text. */
    private static final class Reader {
        private final YamlSection root;
        private final Map<String, Mode> modes = new HashMap<>();

        Reader(YamlSection root) {
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
                    modes);
            rule("line").finish();
            rule("contact-card").finish();
            root.finish();
            return policy;
        }

        private Mode mode() {
            Mode mode = root.choice("mode", Policy.DEFAULT.mode(), Mode.class);
            if (mode == Mode.OFF) {
                root.complain("mode", "'off' is for single rules; a pool takes enforce | observe");
            }
            return mode;
        }

        /** A section that belongs to a rule of the same name, and may give it a mode of its own. */
        private YamlSection rule(String name) {
            YamlSection section = root.section(name);
            Mode mode = section.choice("mode", Mode.ENFORCE, Mode.class);
            if (mode != Mode.ENFORCE) {
                modes.put(name, mode);
            }
            return section;
        }

        private Policy.ServerQuota serverQuota() {
            Policy.ServerQuota d = Policy.DEFAULT.serverQuota();
            YamlSection s = rule("server-quota");
            Policy.ServerQuota quota = new Policy.ServerQuota(
                    s.integer("limit", d.limit(), 1, MANY),
                    s.zone("zone", d.zone()),
                    s.choice("over", d.over(), Over.class),
                    s.share("reserve-for-replies", d.reserveForReplies()));
            s.finish();
            return quota;
        }

        private Policy.NewConversations newConversations() {
            Policy.NewConversations d = Policy.DEFAULT.newConversations();
            YamlSection s = rule("new-conversations");
            Policy.NewConversations quota = new Policy.NewConversations(
                    s.integer("limit", d.limit(), 1, MANY),
                    s.zone("zone", d.zone()),
                    s.choice("over", d.over(), Over.class),
                    s.integers("warm-up", d.warmUp()));
            s.finish();
            return quota;
        }

        private Policy.Assignment assignment() {
            Policy.Assignment d = Policy.DEFAULT.assignment();
            YamlSection s = rule("assignment");
            Policy.Assignment assignment = new Policy.Assignment(
                    s.share("no-new-users-at", d.noNewUsersAt()), s.shares("alert-at", d.alertAt()));
            s.finish();
            return assignment;
        }

        private Policy.Burst burst() {
            Policy.Burst d = Policy.DEFAULT.burst();
            YamlSection s = rule("burst");
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
            YamlSection s = rule("follow-ups");
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
            YamlSection s = rule("consent");
            Policy.Consent consent = new Policy.Consent(
                    bool(s, "required", d.required()),
                    s.words("opt-out-words", d.optOutWords()),
                    s.words("opt-in-words", d.optInWords()));
            s.finish();
            return consent;
        }

        private static boolean bool(YamlSection s, String key, boolean otherwise) {
            String text = s.text(key, Boolean.toString(otherwise));
            if (!text.equals("true") && !text.equals("false")) {
                s.complain(key, "'" + text + "' is not true | false");
            }
            return text.equals("true");
        }

        private QuietHours quietHours() {
            QuietHours d = Policy.DEFAULT.quietHours();
            YamlSection s = rule("quiet-hours");
            LocalTime from = s.time("from", d.from());
            LocalTime to = s.time("to", d.to());
            QuietHours hours = new QuietHours(
                    from,
                    to,
                    recipientZone(s),
                    s.zone("fallback-zone", d.fallbackZone()),
                    s.duration("replies-within", d.repliesWithin(), ZERO, YEAR),
                    days(s.section("days")));
            for (DayOfWeek day : DayOfWeek.values()) {
                if (hours.from(day).equals(hours.to(day))) {
                    s.complain(
                            hours.days().containsKey(day) ? "days" : "from",
                            "from and to are the same on " + day + "; use mode: off for no quiet hours");
                    break;
                }
            }
            s.finish();
            return hours;
        }

        private static @Nullable ZoneId recipientZone(YamlSection s) {
            return s.text("zone", "recipient").equals("recipient")
                    ? null
                    : s.zone("zone", Policy.DEFAULT.quietHours().fallbackZone());
        }

        private static Map<DayOfWeek, QuietHours.Day> days(YamlSection s) {
            Map<DayOfWeek, QuietHours.Day> days = new EnumMap<>(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                YamlSection own = s.section(day.name());
                if (s.keys().contains(day.name())) {
                    days.put(day, new QuietHours.Day(own.timeIfGiven("from"), own.timeIfGiven("to")));
                    own.finish();
                }
            }
            s.finish();
            return days;
        }

        private Policy.FirstMessage firstMessage() {
            Policy.FirstMessage d = Policy.DEFAULT.firstMessage();
            YamlSection s = rule("first-message");
            Policy.FirstMessage first = new Policy.FirstMessage(
                    s.choice("links", d.links(), Strictness.class),
                    s.choice("media", d.media(), Strictness.class),
                    s.choice("question", d.question(), Strictness.class));
            s.finish();
            return first;
        }

        private Policy.Dialogue dialogue() {
            Policy.Dialogue d = Policy.DEFAULT.dialogue();
            YamlSection s = rule("dialogue");
            Policy.Dialogue dialogue = new Policy.Dialogue(
                    s.duration("window", d.window(), Duration.ofMinutes(1), Duration.ofDays(30)),
                    s.integer("min-openers", d.minOpeners(), 1, MANY),
                    s.share("min-reply-rate", d.minReplyRate()),
                    s.duration("backoff", d.backoff(), Duration.ofSeconds(1), YEAR));
            s.finish();
            return dialogue;
        }

        private Policy.FlaggedLine flaggedLine() {
            Policy.FlaggedLine d = Policy.DEFAULT.flaggedLine();
            YamlSection s = root.section("flagged-line");
            Rehoming newUsers = s.choice("new-users", d.newUsers(), Rehoming.class);
            if (newUsers != Rehoming.REASSIGN) {
                s.complain("new-users", "a flagged line takes no new recipients: only 'reassign' is possible");
            }
            Policy.FlaggedLine flagged = new Policy.FlaggedLine(newUsers, s.choice("home", d.home(), Rehoming.class));
            s.finish();
            return flagged;
        }

        private Policy.Dormancy dormancy() {
            Policy.Dormancy d = Policy.DEFAULT.dormancy();
            YamlSection s = root.section("dormancy");
            Policy.Dormancy dormancy = new Policy.Dormancy(
                    s.duration("prefer-after", d.preferAfter(), MILLISECOND, YEAR),
                    s.duration("warn-after", d.warnAfter(), MILLISECOND, YEAR),
                    s.duration("deactivated-after", d.deactivatedAfter(), MILLISECOND, YEAR));
            s.finish();
            return dormancy;
        }

        private Policy.Deferral deferral() {
            YamlSection s = root.section("deferral");
            Policy.Deferral deferral = new Policy.Deferral(
                    s.duration("max-wait", Policy.DEFAULT.deferral().maxWait(), ZERO, YEAR));
            s.finish();
            return deferral;
        }

        private Policy.Duplicates duplicates() {
            YamlSection s = root.section("duplicates");
            Policy.Duplicates duplicates = new Policy.Duplicates(
                    s.duration("window", Policy.DEFAULT.duplicates().window(), MILLISECOND, YEAR));
            s.finish();
            return duplicates;
        }
    }
}
