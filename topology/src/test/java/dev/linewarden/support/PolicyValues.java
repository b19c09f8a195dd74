package dev.linewarden.support;

import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for every key of a policy, each of which differs from its default. */
public final class PolicyValues {

    private static final String MODE = ".mode";

    private static final Map<String, List<String>> OTHERS = Map.ofEntries(
            Map.entry("version", List.of("next", "another")),
            Map.entry("mode", List.of("observe")),
            Map.entry("server-quota.limit", List.of("40", "7", "200")),
            Map.entry("server-quota.zone", List.of("America/New_York", "Asia/Kolkata")),
            Map.entry("server-quota.over", List.of("defer")),
            Map.entry("server-quota.reserve-for-replies", List.of("0.5", "0.25", "1.0")),
            Map.entry("new-conversations.limit", List.of("5", "70", "1")),
            Map.entry("new-conversations.zone", List.of("America/New_York", "Asia/Kolkata")),
            Map.entry("new-conversations.over", List.of("reject")),
            Map.entry("new-conversations.warm-up", List.of("[1, 2]", "[0, 5, 20]", "[10, 20, 30]")),
            Map.entry("assignment.no-new-users-at", List.of("0.5", "0.9", "0.01")),
            Map.entry("assignment.alert-at", List.of("[0.5]", "[0.7, 0.8, 0.9]")),
            Map.entry("assignment.max-users-per-line", List.of("3", "400")),
            Map.entry("burst.window", List.of("10s", "5m")),
            Map.entry("burst.max", List.of("5", "40", "90")),
            Map.entry("burst.max-outreach", List.of("3", "40")),
            Map.entry("burst.min-gap", List.of("20s", "0s")),
            Map.entry("burst.jitter", List.of("0s", "9s")),
            Map.entry("follow-ups.max", List.of("0", "1", "4")),
            Map.entry("follow-ups.spacing", List.of("6h", "49h", "0s")),
            Map.entry("follow-ups.turn-window", List.of("20s", "10m", "0s")),
            Map.entry("follow-ups.turn-messages", List.of("1", "2", "5")),
            Map.entry("follow-ups.active-window", List.of("3h", "48h")),
            Map.entry("follow-ups.monologue", List.of("4", "20")),
            Map.entry("follow-ups.reset-after", List.of("5d", "60d")),
            Map.entry("consent.required", List.of("false")),
            Map.entry("consent.opt-out-words", List.of("[adieu]", "[adieu, sayonara]")),
            Map.entry("consent.opt-in-words", List.of("[again]", "[again, encore]")),
            Map.entry("consent.opt-out-phrases", List.of("[\"that is all\"]", "[\"that is all\", \"good riddance\"]")),
            Map.entry("consent.confirm-within", List.of("20s", "2h")),
            Map.entry("quiet-hours.from", List.of("\"20:00\"", "\"22:30\"", "\"01:00\"")),
            Map.entry("quiet-hours.to", List.of("\"09:30\"", "\"06:00\"")),
            Map.entry("quiet-hours.zone", List.of("Europe/Berlin", "Asia/Tokyo")),
            Map.entry("quiet-hours.fallback-zone", List.of("Europe/Berlin", "Asia/Tokyo")),
            Map.entry("quiet-hours.replies-within", List.of("10m", "6h")),
            Map.entry("quiet-hours.exempt", List.of("[]", "[ONE_TIME_CODE, TRANSACTIONAL]", "[MARKETING]")),
            Map.entry("quiet-hours.holidays", List.of("[2026-12-25]", "[2026-07-03, 2026-12-25]")),
            Map.entry("quiet-hours.days.SUNDAY", List.of("closed", "{to: \"12:00\"}", "{from: \"18:00\"}")),
            Map.entry("quiet-hours.regions.US-TX.to", List.of("\"09:00\"", "\"12:00\"")),
            Map.entry("quiet-hours.regions.FR.from", List.of("\"19:00\"", "\"23:00\"")),
            Map.entry("quiet-hours.regions.US-TX.holidays", List.of("[2026-03-02]", "[2026-03-02, 2026-04-21]")),
            Map.entry("quiet-hours.regions.US-TX.days.SUNDAY", List.of("closed", "{to: \"13:00\"}")),
            Map.entry("first-message.links", List.of("advise", "off")),
            Map.entry("first-message.media", List.of("advise", "off")),
            Map.entry("first-message.question", List.of("reject", "off")),
            Map.entry("dialogue.window", List.of("2d", "14d")),
            Map.entry("dialogue.min-openers", List.of("5", "49")),
            Map.entry("dialogue.min-reply-rate", List.of("0.5", "0.2", "0.0")),
            Map.entry("dialogue.grace", List.of("0s", "12h")),
            Map.entry("dialogue.backoff", List.of("10m", "5h")),
            Map.entry("loop.window", List.of("30s", "1h")),
            Map.entry("loop.max", List.of("4", "60")),
            Map.entry("loop.pause", List.of("10m", "5h")),
            Map.entry("flagged-line.home", List.of("reassign")),
            Map.entry("dormancy.prefer-after", List.of("3d", "40d")),
            Map.entry("dormancy.warn-after", List.of("3d", "50d")),
            Map.entry("dormancy.deactivated-after", List.of("50d", "90d")),
            Map.entry("deferral.max-wait", List.of("5h", "7d")),
            Map.entry("duplicates.window", List.of("1d", "14d")));

    private PolicyValues() {}

    /**
     * The other values of every key that has one, as they are written; of weekdays and regions those of one. What has no
     * second value is left out.
     */
    public static Map<String, List<String>> others() {
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (Setting setting : new PolicyYaml().check("{}").settings()) {
            String key = setting.key();
            List<String> values = key.endsWith(MODE) ? List.of("observe", "off") : OTHERS.get(key);
            if (values != null) {
                others.put(key, values);
            }
        }
        OTHERS.forEach(others::putIfAbsent);
        return others;
    }

    /** A policy with one key set. */
    public static String policy(String key, String value) {
        String[] path = key.split("\\.", -1);
        return "{" + String.join(": {", path) + ": " + value + "}".repeat(path.length);
    }
}
