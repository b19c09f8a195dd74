package dev.linewarden.audit.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which plots may show what a key of a policy does. */
final class Plots {

    private static final Pattern OF_REGION = Pattern.compile("quiet-hours\\.regions\\.([^.]+)\\..*");
    private static final String MODE = ".mode";

    /** What comes to a limit of the rule. */
    private static final Map<String, List<Plotter>> OF_RULES = Map.ofEntries(
            Map.entry("consent", List.of(PeoplePlots::cold, PeoplePlots::optedOut)),
            Map.entry("first-message", List.of(PeoplePlots::link, PeoplePlots::attachment, PeoplePlots::statement)),
            Map.entry("quiet-hours", List.of(NightPlots::hours)),
            Map.entry("line", List.of(FleetPlots::pausedLine)),
            Map.entry("loop", List.of(TurnPlots::loop)),
            Map.entry("burst", List.of(PacePlots::gap, PacePlots::outreach, PacePlots::replies)),
            Map.entry("follow-ups", List.of(TurnPlots::spaced, TurnPlots::monologue, TurnPlots::oneMore)),
            Map.entry("contact-card", List.of(FleetPlots::anything)),
            Map.entry("new-conversations", List.of(OpenerPlots::day)),
            Map.entry("dialogue", List.of(SilencePlots::silent)),
            Map.entry("assignment", List.of(OpenerPlots::fullLine, ServerPlots::newcomer)),
            Map.entry("server-quota", List.of(ServerPlots::day, ServerPlots::outreach)));

    private static final Map<String, List<Plotter>> OF_KEYS = Map.ofEntries(
            Map.entry("version", List.of(FleetPlots::anything)),
            Map.entry("server-quota.limit", List.of(ServerPlots::day)),
            Map.entry("server-quota.zone", List.of(ServerPlots::midnight)),
            Map.entry("server-quota.over", List.of(ServerPlots::day)),
            Map.entry("server-quota.reserve-for-replies", List.of(ServerPlots::outreach)),
            Map.entry("new-conversations.limit", List.of(OpenerPlots::day)),
            Map.entry("new-conversations.zone", List.of(OpenerPlots::midnight)),
            Map.entry("new-conversations.over", List.of(OpenerPlots::day)),
            Map.entry("new-conversations.warm-up", List.of(OpenerPlots::rampDay)),
            Map.entry("assignment.no-new-users-at", List.of(ServerPlots::newcomer)),
            Map.entry("assignment.max-users-per-line", List.of(OpenerPlots::fullLine)),
            Map.entry("assignment.alert-at", List.of(ServerPlots::steps)),
            Map.entry("burst.window", List.of(PacePlots::window)),
            Map.entry("burst.max", List.of(PacePlots::replies)),
            Map.entry("burst.max-outreach", List.of(PacePlots::outreach)),
            Map.entry("burst.min-gap", List.of(PacePlots::gap)),
            Map.entry("burst.jitter", List.of(PacePlots::gap)),
            Map.entry("follow-ups.max", List.of(TurnPlots::oneMore)),
            Map.entry("follow-ups.spacing", List.of(TurnPlots::spaced)),
            Map.entry("follow-ups.turn-window", List.of(TurnPlots::turnWindow)),
            Map.entry("follow-ups.turn-messages", List.of(TurnPlots::turnMessages)),
            Map.entry("follow-ups.active-window", List.of(TurnPlots::conversationEnds)),
            Map.entry("follow-ups.monologue", List.of(TurnPlots::monologue)),
            Map.entry("follow-ups.reset-after", List.of(TurnPlots::afterSilence)),
            Map.entry("consent.required", List.of(PeoplePlots::cold)),
            Map.entry("consent.opt-out-words", List.of(PeoplePlots::optOutWord)),
            Map.entry("consent.opt-in-words", List.of(PeoplePlots::optInWord)),
            Map.entry("consent.opt-out-phrases", List.of(PeoplePlots::optOutPhrase)),
            Map.entry("consent.confirm-within", List.of(PeoplePlots::lateConfirmation)),
            Map.entry("quiet-hours.replies-within", List.of(NightPlots::reply)),
            Map.entry("quiet-hours.exempt", List.of(NightPlots::exempt)),
            Map.entry("first-message.links", List.of(PeoplePlots::link)),
            Map.entry("first-message.media", List.of(PeoplePlots::attachment)),
            Map.entry("first-message.question", List.of(PeoplePlots::statement)),
            Map.entry("dialogue.window", List.of(SilencePlots::old)),
            Map.entry("dialogue.min-openers", List.of(SilencePlots::silent)),
            Map.entry("dialogue.min-reply-rate", List.of(SilencePlots::rates)),
            Map.entry("dialogue.grace", List.of(SilencePlots::young)),
            Map.entry("dialogue.backoff", List.of(SilencePlots::silent)),
            Map.entry("loop.window", List.of(TurnPlots::loopWindow)),
            Map.entry("loop.max", List.of(TurnPlots::loop)),
            Map.entry("loop.pause", List.of(TurnPlots::loopPause)),
            Map.entry("flagged-line.home", List.of(FleetPlots::flaggedHome)),
            Map.entry("dormancy.prefer-after", List.of(FleetPlots::idleLineFirst)),
            Map.entry("dormancy.warn-after", List.of(FleetPlots::dormantLine)),
            Map.entry("dormancy.deactivated-after", List.of(FleetPlots::deadLine)),
            Map.entry("deferral.max-wait", List.of(FleetPlots::longWait)),
            Map.entry("duplicates.window", List.of(FleetPlots::again)));

    private Plots() {}

    /** What may show a difference in the key; nothing for a key that no plot knows. */
    static List<Plotter> of(String key) {
        Matcher region = OF_REGION.matcher(key);
        if (region.matches()) {
            String code = region.group(1);
            return List.of(scene -> NightPlots.region(code, scene));
        }
        List<Plotter> own = OF_KEYS.get(key);
        if (own != null) {
            return own;
        }
        if (key.equals("mode")) {
            List<Plotter> all = new ArrayList<>();
            OF_RULES.values().forEach(all::addAll);
            return List.copyOf(all);
        }
        if (key.endsWith(MODE)) {
            return OF_RULES.getOrDefault(key.substring(0, key.length() - MODE.length()), List.of());
        }
        return key.startsWith("quiet-hours.") ? List.of(NightPlots::hours) : List.of();
    }
}
