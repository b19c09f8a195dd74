package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.fleet.Evacuation;
import dev.linewarden.core.fleet.Evacuation.Move;
import dev.linewarden.core.fleet.Evacuation.Plan;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What becomes of everybody on a line that was flagged or retired. */
@Command(
        name = "evacuate",
        mixinStandardHelpOptions = true,
        description = {
            "Plans the move of a line's recipients to the other lines, within their new-conversation budgets and those who"
                    + " replied last first, shows the plan, and lets them move as requests for them come.",
            "`line status LINE ACTIVE` ends it: who has not moved by then stays."
        },
        footer = {
            "",
            "Examples:",
            "  linewarden line evacuate line-1 --dry-run",
            "  linewarden line evacuate line-1      # once it is PAUSED, FLAGGED or RETIRED"
        })
final class EvacuateCommand implements Callable<Integer> {

    private static final List<Table> NEEDED = List.of(
            Table.LINES,
            Table.RECIPIENTS,
            Table.LINE_ACTIVITY,
            Table.SERVER_DAILY_COUNTS,
            Table.RECIPIENT_FOLLOW_UPS,
            Table.POOLS);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Mixin
    private AuthorOption author;

    @Parameters(paramLabel = "LINE")
    private String line;

    @Option(names = "--dry-run", description = "Show the plan and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object for each move.")
    private boolean json;

    @Mixin
    private GateState gate;

    @Override
    public Integer call() throws PolicyException {
        Cluster cluster = options.cluster();
        LineUpdate known = Lines.report(cluster, line);
        if (!dryRun && known.getStatus() == LineStatus.ACTIVE) {
            throw Problem.found("line " + line + " is ACTIVE and keeps its recipients: say `linewarden line status "
                    + line + " RETIRED` (or PAUSED) first, or --dry-run to see the plan");
        }
        Rows rows = gate.read(cluster, NEEDED);
        Line current = rows.line(known.getPool(), line);
        if (current == null) {
            throw Problem.found("the gate " + gate.applicationId() + " does not know line " + line
                    + " yet: is it running, is --application-id right?");
        }
        Plan plan = Evacuation.plan(
                rows,
                new LibraryFacts(),
                GateState.inForce(rows, known.getPool()).policy(),
                current,
                Instant.now());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            plan.moves().forEach(move -> out.println(toJson(move)));
        } else {
            summary(plan, known).forEach(out::println);
        }
        if (!dryRun) {
            begin(cluster, known, out);
        }
        out.flush();
        return 0;
    }

    private void begin(Cluster cluster, LineUpdate known, PrintWriter out) {
        LineUpdate update = LineUpdates.changed(known, known.getStatus(), Instant.now(), known.getNote());
        update.setEvacuate(true);
        Deed deed = new Deed(OperationKind.LINE_EVACUATED, known.getPool(), line);
        author.keep(cluster, deed, null, publisher -> publisher.send(update));
        if (!json) {
            out.println("begun: requests for them go to their new lines as they come; what waited for " + line
                    + " is judged now");
        }
    }

    private static List<String> summary(Plan plan, LineUpdate known) {
        Map<LocalDate, Map<String, Integer>> days = new TreeMap<>();
        plan.moves().forEach(move -> days.computeIfAbsent(move.day(), day -> new TreeMap<>())
                .merge(move.line(), 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        lines.add("line " + plan.line() + " (" + known.getStatus() + "): "
                + plan.moves().size() + " recipients to move, " + plan.optedOut() + " opted out and stay");
        if (!days.isEmpty()) {
            var table = new dev.linewarden.cli.Table("day", "moves", "to lines");
            days.forEach((day, targets) -> table.row(
                    day,
                    targets.values().stream().mapToInt(Integer::intValue).sum(),
                    targets.size() + ", at most "
                            + targets.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .max()
                                    .orElse(0)
                            + " each"));
            lines.addAll(table.lines());
        }
        if (plan.stranded() > 0) {
            lines.add(
                    plan.stranded() + " have nowhere to go: the pool has no other ACTIVE line with room; add lines with"
                            + " `linewarden line add`");
        }
        return lines;
    }

    private static ObjectNode toJson(Move move) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("day", move.day().toString())
                .put("recipient", move.recipient())
                .put("line", move.line())
                .put(
                        "last_reply",
                        move.lastReply() == null ? null : move.lastReply().toString());
    }
}
