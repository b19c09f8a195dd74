package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.oracle.pass.Breach;
import dev.linewarden.audit.oracle.pass.CloseCall;
import dev.linewarden.audit.oracle.pass.PoolReport;
import dev.linewarden.contract.Masked;

/** An audit for programs. */
final class AuditJson {

    private AuditJson() {}

    static ObjectNode of(PoolReport report, boolean reveal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pool", report.pool())
                .put("state", state(report))
                .put("first", Sheet.iso(report.first()))
                .put("last", Sheet.iso(report.last()))
                .put("decisions", report.decisions())
                .put("entries", report.entries())
                .put("waiting", report.waiting())
                .put("breached", report.breached())
                .put("unknown", report.unknown());
        ObjectNode checks = json.putObject("checks");
        report.proofs().forEach((check, proof) -> checks.putObject(check.key())
                .put("held", proof.held())
                .put("breached", proof.breached())
                .put("unknown", proof.unknown())
                .put("waived", proof.waived()));
        ArrayNode breaches = json.putArray("breaches");
        report.breaches().forEach(breach -> breaches.add(of(breach)));
        ArrayNode closest = json.putArray("closest");
        report.closest().forEach(call -> closest.add(of(call, reveal)));
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(notes::add);
        return json;
    }

    /** In a word: what was looked at holds, or not; or nothing was, or not all could be. */
    static String state(PoolReport report) {
        if (report.breached() > 0) {
            return "breached";
        }
        if (report.decisions() == 0) {
            return "empty";
        }
        return report.unknown() > 0 ? "held as far as known" : "held";
    }

    private static ObjectNode of(Breach breach) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("check", breach.check().key())
                .put("request_id", breach.requestId())
                .put("decision_id", breach.decisionId())
                .put("at", breach.at().toString())
                .put("journal_offset", breach.offset())
                .put("text", breach.text());
    }

    private static ObjectNode of(CloseCall call, boolean reveal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("check", call.check().key())
                .put("kind", call.kind())
                .put("name", name(call, reveal))
                .put("share", Math.round(call.share() * 1000) / 1000.0)
                .put("observed", call.observed())
                .put("limit", call.limit())
                .put("at", call.at().toString())
                .put("decision_id", call.decisionId());
    }

    static String name(CloseCall call, boolean reveal) {
        return call.kind().equals("recipient") && !reveal ? Masked.handle(call.name()) : call.name();
    }
}
