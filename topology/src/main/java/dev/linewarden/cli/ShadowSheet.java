package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.ShadowComparison;
import dev.linewarden.audit.ShadowComparison.Changed;
import dev.linewarden.audit.ShadowComparison.Direction;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.state.ShadowRun;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A second policy's run, and what it would have changed. */
final class ShadowSheet {

    private ShadowSheet() {}

    static void fill(
            Sheet sheet, ShadowRun run, Policy second, Policy first, ShadowComparison.@Nullable Result result) {
        sheet.row("stands", standing(sheet, run))
                .row(
                        "policy",
                        second.version() + " (" + PolicyHash.of(run.order().yaml()) + ") beside " + first.version())
                .row(
                        "asked for",
                        sheet.when(run.order().at()) + ", journal offset "
                                + run.order().offset());
        if (run.phase() == ShadowRun.Phase.JUDGING) {
            sheet.row(
                    "ends by itself",
                    run.order().until() == null
                            ? "never"
                            : sheet.when(run.order().until()));
        }
        ShadowRun.Tally tally = run.tally();
        sheet.row("began with", String.format("%,d rows of the pool", run.rows()))
                .row(
                        "decided",
                        String.format(
                                "%,d: %,d approved, %,d deferred, %,d rejected",
                                tally.total(), tally.approved(), tally.deferred(), tally.rejected()));
        json(sheet, run, second);
        if (result != null) {
            compare(sheet, result);
        }
    }

    /** Where the run stands, in words. */
    static String standing(Sheet sheet, ShadowRun run) {
        String since = run.began() == null ? "" : " since " + sheet.when(run.began());
        return switch (run.phase()) {
            case COPYING -> String.format("begins: %,d rows of the pool are copied", run.rows());
            case JUDGING -> "judges" + since;
            case CLEARING, OVER ->
                "over" + (run.began() == null ? "" : ", judged" + since) + ", ended " + sheet.when(run.ended()) + ": "
                        + why(run);
        };
    }

    private static String why(ShadowRun run) {
        if (run.ending() == null) {
            return "not known";
        }
        return switch (run.ending()) {
            case STOPPED -> "stopped";
            case TIME_IS_UP -> "its time was up";
            case REPLACED -> "another took its place";
            case FAILED -> "a bug; see the gate's log. The pool's own policy was not concerned";
        };
    }

    private static void json(Sheet sheet, ShadowRun run, Policy second) {
        sheet.json()
                .put("pool", run.pool())
                .put("phase", run.phase().name())
                .put("policy_version", second.version())
                .put("policy_hash", PolicyHash.of(run.order().yaml()))
                .put("asked_at", run.order().at().toString())
                .put("journal_offset", run.order().offset())
                .put("began", Sheet.iso(run.began()))
                .put("until", Sheet.iso(run.order().until()))
                .put("ended", Sheet.iso(run.ended()))
                .put("ending", run.ending() == null ? null : run.ending().name())
                .put("rows_copied", run.rows());
        sheet.json()
                .putObject("decided")
                .put("approved", run.tally().approved())
                .put("deferred", run.tally().deferred())
                .put("rejected", run.tally().rejected());
    }

    private static void compare(Sheet sheet, ShadowComparison.Result result) {
        Changed divergence = result.divergence();
        ObjectNode json = sheet.json().putObject("comparison");
        json.put("requests", result.requests());
        divergence(json, divergence);
        json.put("farthest", result.farthest().toString());
        ObjectNode counts = json.putObject("counts");
        Table table = new Table("first -> second", "requests");
        for (Map.Entry<Direction, Integer> count : result.counts().entrySet()) {
            counts.put(count.getKey().name().toLowerCase(Locale.ROOT), count.getValue());
            if (count.getValue() > 0) {
                table.row(words(count.getKey()), count.getValue());
            }
        }
        ArrayNode changed = json.putArray("changed");
        result.changed().forEach(change -> add(changed, change));
        if (result.requests() == 0) {
            sheet.say("it has decided nothing that could be compared yet");
            return;
        }
        sheet.table("each request as it stands now with both; replies are as they came", table);
        sheet.say(
                divergence == null
                        ? "they have not diverged: every request went the same way"
                        : "diverged " + since(sheet, divergence, result));
        if (divergence != null) {
            sheet.table("what decided otherwise", rules(sheet, result));
        }
    }

    /** When and with what they diverged, for programs. */
    static void divergence(ObjectNode json, @Nullable Changed divergence) {
        json.put(
                        "diverged_since",
                        divergence == null ? null : divergence.since().toString())
                .put("diverged_with", divergence == null ? null : divergence.example());
    }

    /** The same in words, and by how much times differ. */
    static String since(Sheet sheet, Changed divergence, ShadowComparison.Result result) {
        return "since " + sheet.when(divergence.since()) + ", with request " + divergence.example()
                + (result.farthest().isZero() ? "" : "; times differ by up to " + Durations.inWords(result.farthest()));
    }

    private static Table rules(Sheet sheet, ShadowComparison.Result result) {
        Table table = new Table("code", "first -> second", "requests", "since", "for example");
        for (Changed changed : result.changed()) {
            table.row(
                    changed.code() == null ? "-" : changed.code(),
                    words(changed.direction()),
                    changed.requests(),
                    sheet.when(changed.since()),
                    changed.example());
        }
        return table;
    }

    /** Requests that went the same way for the same reason, for programs. */
    static void add(ArrayNode json, Changed changed) {
        json.addObject()
                .put("code", changed.code())
                .put("direction", changed.direction().name().toLowerCase(Locale.ROOT))
                .put("requests", changed.requests())
                .put("since", changed.since().toString())
                .put("example", changed.example());
    }

    static String words(Direction direction) {
        return switch (direction) {
            case LATER -> "the same, later";
            case EARLIER -> "the same, earlier";
            case UNCHANGED -> "unchanged";
            default -> direction.name().toLowerCase(Locale.ROOT).replace("_to_", " -> ");
        };
    }
}
