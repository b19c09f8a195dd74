package dev.linewarden.policy;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.Policy.Over;
import dev.linewarden.core.model.Policy.Rehoming;
import dev.linewarden.core.model.Policy.Strictness;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A policy in sentences, for those who answer for it and do not read YAML. */
public final class PolicyExplanation {

    /**
     * What the policy says about one thing.
     *
     * @param name the key of its section
     * @param mode how the rule is taken; null for what is no rule
     * @param sentences what holds
     * @param values the settings behind the sentences
     */
    public record Chapter(String name, @Nullable Mode mode, List<String> sentences, List<Value> values) {}

    /**
     * A setting and the reason for its default.
     *
     * @param source where the default comes from; null when it needs no source
     */
    public record Value(Setting setting, @Nullable String source) {}

    private final Policy policy;
    private final List<Setting> settings;

    private PolicyExplanation(Policy policy, List<Setting> settings) {
        this.policy = policy;
        this.settings = settings;
    }

    /** The chapters of a policy that was read without errors. */
    public static List<Chapter> of(PolicyYaml.Result read) {
        return new PolicyExplanation(read.policy(), read.settings()).chapters();
    }

    private List<Chapter> chapters() {
        return List.of(
                chapter("policy", false, List.of(wholePool())),
                rule("server-quota", serverQuota()),
                rule("new-conversations", newConversations()),
                rule("assignment", assignment()),
                rule("burst", burst()),
                rule("follow-ups", followUps()),
                rule("consent", consent()),
                rule("quiet-hours", quietHours()),
                rule("first-message", firstMessage()),
                rule("dialogue", dialogue()),
                rule("loop", loop()),
                rule(
                        "line",
                        List.of("Only an ACTIVE line sends. A paused or flagged one holds its requests until it"
                                + " returns; a request pinned to an unknown or retired one is rejected.")),
                chapter("flagged-line", false, flaggedLine()),
                chapter("dormancy", false, dormancy()),
                rule(
                        "contact-card",
                        List.of("Once the recipient has replied and has no contact card of the line, the decision"
                                + " advises to share one.")),
                chapter("deferral", false, deferral()),
                chapter(
                        "duplicates",
                        false,
                        List.of("A request_id is remembered for "
                                + Words.of(policy.duplicates().window())
                                + " after its last decision: whoever sends it again gets DUPLICATE_REQUEST and"
                                + " no second message.")));
    }

    private Chapter rule(String name, List<String> sentences) {
        return chapter(name, true, sentences);
    }

    private Chapter chapter(String name, boolean isRule, List<String> sentences) {
        List<Value> values = settings.stream()
                .filter(setting -> name.equals("policy")
                        ? !setting.key().contains(".")
                        : setting.key().startsWith(name + "."))
                .filter(setting -> setting.line() != null || !setting.key().endsWith(".mode"))
                .map(setting -> new Value(setting, PolicyKeys.sourceOf(setting.key())))
                .toList();
        return new Chapter(name, isRule ? policy.modeOf(name) : null, sentences, values);
    }

    private String wholePool() {
        return policy.mode() == Mode.OBSERVE
                ? "A shadow run: every request is judged and annotated, and no rule blocks anything."
                : "The rules below are enforced, but where one says otherwise.";
    }

    private List<String> serverQuota() {
        Policy.ServerQuota quota = policy.serverQuota();
        List<String> says = new ArrayList<>();
        says.add("At most " + Words.of(quota.limit(), "message") + " a server and day, over all its lines; "
                + reset(quota.zone()) + ". Past it a send " + over(quota.over()) + ".");
        if (quota.reserveForReplies() > 0) {
            says.add("Outreach stops at " + Words.of(quota.outreachLimit())
                    + ": the rest is kept for replies in active conversations.");
        }
        return says;
    }

    private List<String> newConversations() {
        Policy.NewConversations quota = policy.newConversations();
        List<String> says = new ArrayList<>();
        says.add("At most " + Words.of(quota.limit(), "new conversation") + " a line and day; " + reset(quota.zone())
                + ". Past it a recipient without a line goes to another one; else the opener " + over(quota.over())
                + ".");
        if (!quota.warmUp().isEmpty()) {
            says.add("A new line is warmed up: " + Words.list(quota.warmUp())
                    + " on its first days since activated_at, then the full quota.");
        }
        return says;
    }

    private static String reset(ZoneId zone) {
        return "the day begins at 00:00 " + Spelling.of(zone);
    }

    private static String over(Over over) {
        return over == Over.REJECT ? "is rejected" : "waits for the next day";
    }

    private List<String> assignment() {
        Policy.Assignment assignment = policy.assignment();
        List<String> says = new ArrayList<>();
        says.add("Recipients without a line are spread round-robin; a server that has used "
                + Words.percent(assignment.noNewUsersAt()) + " of its day takes no new ones.");
        if (!assignment.alertAt().isEmpty()) {
            says.add("Operators are told when a server has used "
                    + Words.list(
                            assignment.alertAt().stream().map(Words::percent).toList())
                    + ".");
        }
        if (assignment.maxUsersPerLine() != null) {
            says.add("A line is home to at most " + Words.of(assignment.maxUsersPerLine(), "recipient")
                    + "; at that number it takes no new ones.");
        }
        return says;
    }

    private List<String> burst() {
        Policy.Burst burst = policy.burst();
        return List.of(
                "In any " + Words.of(burst.window()) + " a line sends at most " + Words.of(burst.max(), "message")
                        + ", at most " + Words.of(burst.maxOutreach())
                        + " of them outreach (outside active conversations).",
                "Outreach of a line leaves at least " + Words.of(burst.minGap()) + " apart, with up to "
                        + Words.of(burst.jitter()) + " more, so that a queue does not tick like a machine.");
    }

    private List<String> followUps() {
        Policy.FollowUps limits = policy.followUps();
        return List.of(
                "Who does not answer gets an opener and at most " + Words.of(limits.max(), "follow-up") + ", each "
                        + Words.of(limits.spacing()) + " or more after the one before, over all lines together.",
                "Up to " + Words.of(limits.turnMessages(), "message") + " within " + Words.of(limits.turnWindow())
                        + " count as one.",
                "A conversation is active for " + Words.of(limits.activeWindow())
                        + " after the recipient's last message; inside it at most " + limits.monologue()
                        + " messages in a row.",
                "After " + Words.of(limits.resetAfter()) + " without a send the count begins anew.");
    }

    private List<String> consent() {
        Policy.Consent consent = policy.consent();
        List<String> says = new ArrayList<>();
        says.add("Who opted out is not texted until an opt-in.");
        says.add(
                consent.required()
                        ? "Who neither opted in, nor ever wrote, nor gave the consent that the request names, is not"
                                + " texted: cold outreach."
                        : "Nobody has to opt in first.");
        addWords(says, consent.wishes().optOutWords(), "opt out");
        addWords(says, consent.wishes().optOutPhrases(), "opt out wherever they stand");
        addWords(says, consent.wishes().optInWords(), "opt in");
        if (!consent.confirmWithin().isZero()) {
            says.add("For " + Words.of(consent.confirmWithin()) + " after an opt-out one confirmation of it goes, text"
                    + " alone, and after HELP its answer, at any hour.");
        }
        says.add("Marketing needs an opt-in, or the consent that the request names: a message that came in is none.");
        return says;
    }

    private static void addWords(List<String> says, Iterable<String> words, String what) {
        if (words.iterator().hasNext()) {
            says.add("Beside the built-in words, these " + what + ": " + String.join(", ", words) + ".");
        }
    }

    private List<String> quietHours() {
        Policy.QuietHours hours = policy.quietHours();
        List<String> says = new ArrayList<>();
        String whose = hours.zone() == null
                ? "by the recipient's clock: the request's time_zone, else all zones that the phone number may lie in,"
                        + " else " + Spelling.of(hours.fallbackZone())
                : "by the clock of " + Spelling.of(hours.zone());
        says.add("Messages leave " + awake(hours.general()) + ", " + whose + ".");
        addHolidays(says, "On these days nobody is texted: ", hours.general());
        for (Map.Entry<String, Calendar> region : hours.regions().entrySet()) {
            says.add("To numbers of " + region.getKey() + " they leave " + awake(region.getValue()) + ".");
            addHolidays(says, "Closed in " + region.getKey() + ": ", region.getValue());
        }
        if (!hours.regions().isEmpty()) {
            says.add("A number that may lie in several of these is texted when each of them allows it.");
        }
        says.add("A reply within " + Words.of(hours.repliesWithin()) + " of the recipient's message is exempt.");
        if (!hours.exempt().isEmpty()) {
            says.add("At any hour these leave too, by their purpose: " + Words.list(List.copyOf(hours.exempt())) + ".");
        }
        return says;
    }

    private static void addHolidays(List<String> says, String what, Calendar calendar) {
        if (!calendar.holidays().isEmpty()) {
            says.add(what + Words.list(calendar.holidays().stream().sorted().toList()) + ".");
        }
    }

    private static String awake(Calendar calendar) {
        StringBuilder text = new StringBuilder(awake(
                Spelling.of(calendar.from()),
                Spelling.of(calendar.to()),
                calendar.to().isBefore(calendar.from())));
        for (DayOfWeek day : calendar.days().keySet()) {
            text.append(", on ")
                    .append(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                    .append("s ")
                    .append(
                            calendar.isClosed(day)
                                    ? "never"
                                    : awake(
                                            Spelling.of(calendar.from(day)),
                                            Spelling.of(calendar.to(day)),
                                            calendar.to(day).isBefore(calendar.from(day))));
        }
        return text.toString();
    }

    private static String awake(String from, String to, boolean overnight) {
        return overnight ? "between " + to + " and " + from : "before " + from + " and from " + to + " on";
    }

    private List<String> firstMessage() {
        Policy.FirstMessage first = policy.firstMessage();
        return List.of(
                "Until the recipient has replied to the line, a link is " + met(first.links())
                        + " and an attachment is "
                        + met(first.media()) + "; what is rejected waits for the reply when the request says"
                        + " hold_for_reply.",
                "An opener that asks nothing is " + met(first.question()) + ".");
    }

    private static String met(Strictness strictness) {
        return switch (strictness) {
            case REJECT -> "rejected";
            case ADVISE -> "advised against";
            case OFF -> "fine";
        };
    }

    private List<String> dialogue() {
        Policy.Dialogue dialogue = policy.dialogue();
        return List.of("A line that opened " + dialogue.minOpeners() + " or more conversations in the last "
                + Words.of(dialogue.window()) + ", not counting those of the last " + Words.of(dialogue.grace())
                + ", and was answered in fewer than " + Words.percent(dialogue.minReplyRate())
                + " of them sends outreach " + Words.of(dialogue.backoff()) + " apart, until that is better.");
    }

    private List<String> loop() {
        Policy.Loop loop = policy.loop();
        return List.of("More than " + Words.of(loop.max(), "message") + " in both directions with one recipient within "
                + Words.of(loop.window()) + " are two machines that answer each other: the next one waits until "
                + Words.of(loop.pause()) + " after the last.");
    }

    private List<String> flaggedLine() {
        return List.of(
                policy.flaggedLine().home() == Rehoming.HOLD
                        ? "The recipients of a flagged line wait until it is ACTIVE again; new ones go to other lines."
                        : "The recipients of a flagged line go to other lines, as new conversations.");
    }

    private List<String> dormancy() {
        Policy.Dormancy dormancy = policy.dormancy();
        return List.of("A line without traffic for " + Words.of(dormancy.preferAfter())
                + " takes new recipients first; after " + Words.of(dormancy.warnAfter())
                + " it counts as dormant, after " + Words.of(dormancy.deactivatedAfter()) + " as deactivated.");
    }

    private List<String> deferral() {
        return List.of("A request waits at most " + Words.of(policy.deferral().maxWait())
                + " from its created_at or not_before, and never past its expires_at; what could only leave later is"
                + " EXPIRED at once.");
    }

    /** Numbers and times as people say them. */
    private static final class Words {

        static String of(int number) {
            return String.format(Locale.ROOT, "%,d", number);
        }

        static String of(int number, String noun) {
            return of(number) + " " + noun + (number == 1 ? "" : "s");
        }

        static String percent(double share) {
            String text = String.format(Locale.ROOT, "%.1f", share * 100);
            return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
        }

        static String list(List<?> items) {
            List<String> texts = items.stream().map(String::valueOf).collect(Collectors.toList());
            if (texts.size() < 2) {
                return String.join("", texts);
            }
            String last = texts.remove(texts.size() - 1);
            return String.join(", ", texts) + " and " + last;
        }

        static String of(Duration duration) {
            String text = Spelling.of(duration);
            String number = text.replaceAll("[a-z]+", "");
            String unit =
                    switch (text.substring(number.length())) {
                        case "ms" -> "millisecond";
                        case "s" -> "second";
                        case "m" -> "minute";
                        case "h" -> "hour";
                        default -> "day";
                    };
            return number + " " + unit + (number.equals("1") ? "" : "s");
        }
    }
}
