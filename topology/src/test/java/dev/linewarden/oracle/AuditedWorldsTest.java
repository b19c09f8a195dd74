package dev.linewarden.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.keep.MapArchive;
import dev.linewarden.audit.oracle.Complaint;
import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.audit.oracle.pass.Breach;
import dev.linewarden.audit.oracle.pass.PoolAudit;
import dev.linewarden.audit.oracle.pass.PoolReport;
import dev.linewarden.audit.oracle.pass.Scope;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.simulate.CoreStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The audit in one pass and the oracle that reads everything from its beginning know each other's worlds. */
class AuditedWorldsTest {

    private static final Set<String> SEEN_ON_OUTPUTS = Set.of(
            "OPTED_OUT",
            "COLD_OUTREACH",
            "FIRST_MESSAGE_LINK",
            "FIRST_MESSAGE_MEDIA",
            "FOLLOW_UP_LIMIT",
            "MONOLOGUE",
            "STOPPED_BY_REPLY");

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Property
    void an_audit_of_any_world_finds_nothing(@ForAll("worlds") World world) {
        List<Breach> breaches = audit(world, decide(world)).breaches();

        if (!breaches.isEmpty()) {
            Breach first = breaches.get(0);
            Complaint complaint = new Complaint(first.requestId(), first.decisionId(), first.text());
            throw new AssertionError(Reproduction.save("audited-worlds", world, complaint));
        }
    }

    @Property(tries = 40)
    void an_audit_notices_an_approval_of_what_was_refused(@ForAll("worlds") World world) {
        List<Decision> decisions = decide(world);
        for (int i = 0; i < decisions.size(); i++) {
            Decision refused = decisions.get(i);
            if (isRefusedForWhatIs(refused)) {
                List<Decision> forged = new ArrayList<>(decisions);
                forged.set(
                        i,
                        Decision.newBuilder(refused)
                                .setOutcome(Outcome.APPROVED)
                                .build());

                assertThat(audit(world, forged).breaches())
                        .extracting(Breach::decisionId)
                        .contains(refused.getDecisionId());
            }
        }
    }

    /** As against for the sake of what was promised to others, or of a later time. */
    private static boolean isRefusedForWhatIs(Decision decision) {
        return decision.getOutcome() == Outcome.REJECTED
                && decision.getLine() != null
                && SEEN_ON_OUTPUTS.contains(String.valueOf(decision.getBindingCode()))
                && decision.getFindings().stream()
                        .noneMatch(finding -> finding.getEffect() == Effect.DEFER
                                || (finding.getEffect() == Effect.REJECT
                                        && String.valueOf(finding.getDetail()).matches(".*[1-9][0-9]* booked.*")));
    }

    private static PoolReport audit(World world, List<Decision> decisions) {
        // As little as can be stays in memory: what is put away must come back as it was.
        Keep keep = new Keep(3, new MapArchive());
        PoolAudit audit = new PoolAudit("default", World.VOCABULARY, new Scope(null, null, null, 3), keep);
        List<Journal.Entry> entries = world.events();
        int taken = 0;
        for (Decision decision : decisions) {
            for (; taken <= decision.getJournalOffset(); taken++) {
                audit.take(entries.get(taken).event(), entries.get(taken).at(), taken);
            }
            audit.take(decision);
        }
        for (; taken < entries.size(); taken++) {
            audit.take(entries.get(taken).event(), entries.get(taken).at(), taken);
        }
        return audit.report(entries.size(), world.end());
    }

    private static List<Decision> decide(World world) {
        CoreStage stage = new CoreStage();
        world.playOn(stage);
        return stage.decisions();
    }
}
