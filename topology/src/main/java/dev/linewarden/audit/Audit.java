package dev.linewarden.audit;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.oracle.pass.PoolAudit;
import dev.linewarden.audit.oracle.pass.PoolReport;
import dev.linewarden.audit.oracle.pass.Scope;
import dev.linewarden.client.Progress;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One pass over what a journal's partition heard and what was decided on it, pool by pool; wherever both were read from.
 * Keeps the pools' audits and nothing of the records.
 */
final class Audit {

    private final @Nullable String only;
    private final Scope scope;
    private final Keep keep;
    private final Map<String, PoolAudit> pools = new TreeMap<>();
    private final Map<String, List<String>> policies;

    /**
     * An entry of the journal.
     *
     * @param at when it took effect
     */
    record Heard(SpecificRecord event, Instant at, long offset) {}

    /**
     * @param only the only pool to look at; null for all
     * @param policies of each pool, texts that may have been in force before the journal's beginning
     * @param keep for the people and requests of all pools
     */
    Audit(@Nullable String only, Scope scope, Map<String, List<String>> policies, Keep keep) {
        this.only = only;
        this.scope = scope;
        this.keep = keep;
        this.policies = policies;
    }

    /**
     * Takes both to their ends, each entry before what was decided at it.
     *
     * @param journal in order
     * @param decisions in the journal's order
     * @return a report for each pool, by name
     */
    List<PoolReport> run(Iterator<Heard> journal, Iterator<Decision> decisions, Progress.Task progress) {
        Heard next = journal.hasNext() ? journal.next() : null;
        long decidedTo = -1;
        Instant lastDecided = null;
        while (decisions.hasNext()) {
            Decision decision = decisions.next();
            while (next != null && next.offset() <= decision.getJournalOffset()) {
                take(next);
                progress.step();
                next = journal.hasNext() ? journal.next() : null;
            }
            decidedTo = Math.max(decidedTo, decision.getJournalOffset());
            lastDecided = decision.getDecidedAt();
            PoolAudit pool = pool(decision.getRequest().getPool());
            if (pool != null) {
                pool.take(decision);
            }
            progress.step();
        }
        for (; next != null; next = journal.hasNext() ? journal.next() : null) {
            take(next);
            progress.step();
        }
        long to = decidedTo;
        Instant last = lastDecided;
        return pools.values().stream().map(pool -> pool.report(to, last)).toList();
    }

    private void take(Heard heard) {
        PoolAudit pool = pool(poolOf(heard.event()));
        if (pool != null) {
            pool.take(heard.event(), heard.at(), heard.offset());
        }
    }

    private @Nullable PoolAudit pool(String name) {
        if (only != null && !only.equals(name)) {
            return null;
        }
        return pools.computeIfAbsent(name, absent -> {
            PoolAudit audit = new PoolAudit(name, new Meaning(), scope, keep);
            policies.getOrDefault(name, List.of()).forEach(audit::knownPolicy);
            return audit;
        });
    }

    static String poolOf(SpecificRecord event) {
        if (event instanceof OutboundRequest request) {
            return request.getPool();
        }
        if (event instanceof ConversationEvent said) {
            return said.getPool();
        }
        if (event instanceof LineUpdate update) {
            return update.getPool();
        }
        if (event instanceof PolicyUpdate update) {
            return update.getPool();
        }
        if (event instanceof Command command) {
            return command.getPool();
        }
        throw new IllegalArgumentException(
                "not an input record: " + event.getSchema().getName());
    }
}
