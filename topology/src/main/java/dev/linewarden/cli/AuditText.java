package dev.linewarden.cli;

import dev.linewarden.audit.oracle.pass.Breach;
import dev.linewarden.audit.oracle.pass.Check;
import dev.linewarden.audit.oracle.pass.CloseCall;
import dev.linewarden.audit.oracle.pass.PoolReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An audit for people. */
final class AuditText {

    private static final int MOST_BREACHES = 20;

    private AuditText() {}

    static List<String> of(List<PoolReport> reports, boolean reveal, Duration took) {
        List<String> lines = new ArrayList<>();
        for (PoolReport report : reports) {
            lines.addAll(of(report, reveal));
            lines.add("");
        }
        long decisions = reports.stream().mapToLong(PoolReport::decisions).sum();
        if (decisions == 0) {
            lines.add("nothing was decided in that time: there is nothing to audit");
            return lines;
        }
        long records =
                decisions + reports.stream().mapToLong(PoolReport::entries).sum();
        lines.add(String.format(
                "%,d records in %.1f s (%,.0f a second)",
                records, took.toMillis() / 1000.0, records * 1000.0 / Math.max(1, took.toMillis())));
        return lines;
    }

    private static List<String> of(PoolReport report, boolean reveal) {
        List<String> lines = new ArrayList<>();
        lines.add("pool " + report.pool() + ": " + verdict(report));
        lines.add(String.format(
                "%,d decisions%s, %,d journal entries, %,d requests, %,d of them wait",
                report.decisions(),
                report.first() == null ? "" : " from " + report.first() + " to " + report.last(),
                report.entries(),
                report.requests(),
                report.waiting()));
        report.notes().forEach(note -> lines.add("note: " + note));
        if (report.decisions() == 0 && report.breached() == 0) {
            return lines;
        }
        lines.add("");
        lines.addAll(proofs(report));
        if (report.proofs().values().stream().anyMatch(proof -> proof.waived() > 0)) {
            lines.add("waived: the policy observes the rule or has it off; of promises: something moved them that may");
        }
        breaches(report, lines);
        closest(report, reveal, lines);
        return lines;
    }

    private static String verdict(PoolReport report) {
        String unknown = report.unknown() == 0
                ? ""
                : String.format(
                        "; %,d checks could not be made: the topics have let go of what they need", report.unknown());
        if (report.breached() > 0) {
            return String.format("%,d BREACHES%s", report.breached(), unknown);
        }
        return report.decisions() == 0 ? "nothing was decided" : "every limit and every promise held" + unknown;
    }

    private static List<String> proofs(PoolReport report) {
        Table table = new Table("check", "held", "waived", "not known", "breaches");
        for (Check check : Check.values()) {
            PoolReport.Proof proof = report.proofs().get(check);
            if (proof != null) {
                table.row(check.title(), proof.held(), proof.waived(), proof.unknown(), proof.breached());
            }
        }
        return table.lines();
    }

    private static void breaches(PoolReport report, List<String> lines) {
        if (report.breached() == 0) {
            return;
        }
        lines.add("");
        lines.add("what does not hold");
        for (Breach breach : report.breaches().stream().limit(MOST_BREACHES).toList()) {
            String who = breach.decisionId() == null ? breach.requestId() : breach.decisionId();
            lines.add("  " + breach.at() + "  " + who + " " + breach.text()
                    + (breach.offset() < 0 ? "" : " (journal offset " + breach.offset() + ")"));
        }
        long more =
                report.breached() - Math.min(MOST_BREACHES, report.breaches().size());
        if (more > 0) {
            lines.add(String.format("  and %,d more: --json tells the first 1,000", more));
        }
    }

    private static void closest(PoolReport report, boolean reveal, List<String> lines) {
        if (report.closest().isEmpty()) {
            return;
        }
        Table table = new Table("closest calls", "", "share", "", "of", "at", "decision");
        String before = "";
        for (CloseCall call : report.closest()) {
            String title = call.check().title();
            table.row(
                    title.equals(before) ? "" : title,
                    call.kind() + " " + AuditJson.name(call, reveal),
                    Math.round(call.share() * 100) + "%",
                    call.observed(),
                    call.limit(),
                    call.at(),
                    call.decisionId());
            before = title;
        }
        lines.add("");
        lines.addAll(table.lines());
    }
}
