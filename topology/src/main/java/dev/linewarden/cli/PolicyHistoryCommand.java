package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.PolicyHistory;
import dev.linewarden.audit.PolicyHistory.Period;
import dev.linewarden.audit.PolicyHistory.Refusal;
import dev.linewarden.audit.PolicyHistory.Work;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which policy was in force when. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which policy was in force in a pool from when to when, by hash, which builds of the gate decided by it,"
                    + " and which updates were refused and why.",
            "With --at, the one that was in force then, and its text."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden policy history default",
            "  linewarden policy history default --at 2026-03-05T14:00:00Z"
        })
final class PolicyHistoryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(paramLabel = "POOL", defaultValue = "default")
    private String pool;

    @Option(names = "--at", paramLabel = "TIME", description = "The policy in force then, by the broker's clock.")
    private @Nullable String at;

    @Option(names = "--json", description = "One JSON object, with the policies' texts.")
    private boolean json;

    @Override
    public Integer call() {
        Instant time = TimeOption.read("--at", at);
        PolicyHistory history = PolicyHistory.of(options.cluster(), pool, Terminal::progress);
        Period period = time == null ? null : history.at(time);
        if (time != null && period == null) {
            throw Problem.found("which policy was in force in pool " + pool + " at " + time
                    + " is not known: the journal no longer reaches back there, and no decision tells");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(period == null ? json(history) : json(period).put("pool", pool));
        } else {
            (period == null ? text(history) : text(period)).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static List<String> text(PolicyHistory history) {
        List<String> lines = new ArrayList<>();
        Table table = new Table("from", "until", "policy", "version", "decisions", "by build");
        history.periods().forEach(period -> rows(table, period));
        lines.addAll(table.lines());
        if (history.isOfNothing()) {
            lines.add("Nothing tells of a policy of pool " + history.pool()
                    + ", nor of a decision by one: this is what a pool has that nobody gave any.");
        }
        if (!history.isWhole()) {
            lines.add(
                    "The journal has let go of its beginning: what held before its oldest update is told by decisions.");
        }
        for (Refusal refusal : history.refused()) {
            lines.add("");
            lines.add("refused at " + refusal.at() + " (" + refusal.hash() + ", journal " + refusal.journalPartition()
                    + "/" + refusal.journalOffset() + ")");
            lines.add(Terminal.wrap("  " + refusal.reason(), Terminal.columns()));
        }
        return lines;
    }

    private static void rows(Table table, Period period) {
        String from = period.from() == null ? "the beginning" : period.from().toString();
        String until = period.until() == null ? "now" : period.until().toString();
        String version = period.version() == null ? "" : period.version();
        if (period.builds().isEmpty()) {
            table.row(from, until, period.hash(), version, 0, "");
        }
        for (int i = 0; i < period.builds().size(); i++) {
            Work work = period.builds().get(i);
            boolean isFirst = i == 0;
            table.row(
                    isFirst ? from : "",
                    isFirst ? until : "",
                    isFirst ? period.hash() : "",
                    isFirst ? version : "",
                    work.decisions(),
                    work.build());
        }
    }

    private static List<String> text(Period period) {
        Table table = new Table("from", "until", "policy", "version", "decisions", "by build");
        rows(table, period);
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(
                period.text() == null
                        ? "# its text is gone from the topics"
                        : period.text().stripTrailing());
        return lines;
    }

    private static ObjectNode json(PolicyHistory history) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("pool", history.pool())
                .put("journal", history.isWhole() ? "whole" : "truncated");
        ArrayNode periods = json.putArray("periods");
        history.periods().forEach(period -> periods.add(json(period)));
        ArrayNode refused = json.putArray("refused");
        for (Refusal refusal : history.refused()) {
            refused.addObject()
                    .put("at", refusal.at().toString())
                    .put("policy_hash", refusal.hash())
                    .put("reason", refusal.reason())
                    .put("journal_partition", refusal.journalPartition())
                    .put("journal_offset", refusal.journalOffset());
        }
        return json;
    }

    private static ObjectNode json(Period period) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("from", Sheet.iso(period.from()))
                .put("until", Sheet.iso(period.until()))
                .put("policy_hash", period.hash())
                .put("policy_version", period.version())
                .put("policy", period.text());
        ArrayNode builds = json.putArray("builds");
        for (Work work : period.builds()) {
            builds.addObject()
                    .put("build", work.build())
                    .put("decisions", work.decisions())
                    .put("first_decision", work.first().toString())
                    .put("last_decision", work.last().toString());
        }
        return json;
    }
}
