package dev.linewarden.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.oracle.Complaint;
import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.audit.oracle.Limits;
import dev.linewarden.audit.oracle.Oracle;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import dev.linewarden.simulate.CoreStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;

/** Crowded worlds with a last event: what waits then is sent as promised, and what was refused could not have been. */
class PromisesHoldTest {

    @Provide
    Arbitrary<World> worlds() {
        return World.crowded();
    }

    @Property(tries = 100)
    void what_waits_is_sent_as_promised_and_what_was_refused_at_once_had_no_room(@ForAll("worlds") World world) {
        List<Complaint> complaints = new Oracle(world.journal(), decide(world), World.VOCABULARY).check();

        if (!complaints.isEmpty()) {
            throw new AssertionError(Reproduction.save("promises-hold", world, complaints.get(0)));
        }
    }

    @Property(tries = 20)
    void the_oracle_notices_a_promise_that_is_kept_a_millisecond_late(@ForAll("worlds") World world) {
        List<Decision> decisions = decide(world);
        for (int i = 0; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            if (decision.getOutcome() == Outcome.APPROVED && decision.getAttempt() == 2 && isQuiet(decisions, i)) {
                Decision late = Decision.newBuilder(decision)
                        .setDecidedAt(decision.getDecidedAt().plusMillis(1))
                        .build();

                // Of the decision, or of one that now seems to have been in its way.
                assertThat(complaints(world, decisions, i, late)).isNotEmpty();
            }
        }
    }

    /** Whether nothing was decided since the promise that the decision keeps, and so nothing can excuse its breach. */
    private static boolean isQuiet(List<Decision> decisions, int kept) {
        Decision before = decisions.get(Math.max(0, kept - 1));
        return before.getOutcome() == Outcome.DEFERRED
                && before.getRequest()
                        .getRequestId()
                        .equals(decisions.get(kept).getRequest().getRequestId())
                && before.getJournalOffset() == decisions.get(kept).getJournalOffset();
    }

    @Property(tries = 20)
    void the_oracle_notices_a_promise_of_a_time_that_a_limit_forbids(@ForAll("worlds") World world) {
        List<Decision> decisions = decide(world);
        for (int i = 0; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            boolean isPromise = decision.getNotBefore() != null
                    && decision.getRequest().getPurpose() != Purpose.OPT_OUT_CONFIRMATION;
            if (isPromise && isHeldUpBy("QUIET_HOURS", decision)) {
                Decision now = Decision.newBuilder(decision)
                        .setNotBefore(decision.getDecidedAt())
                        .build();

                // Of the decision, or of one that now seems to have been in its way.
                assertThat(complaints(world, decisions, i, now)).isNotEmpty();
            }
        }
    }

    private static boolean isHeldUpBy(String code, Decision decision) {
        return decision.getFindings().stream()
                .anyMatch(finding -> code.equals(finding.getCode())
                        && finding.getEnforced()
                        && decision.getDecidedAt().isBefore(finding.getUntil()));
    }

    @Example
    void the_oracle_notices_a_refusal_for_want_of_room_that_was_there() {
        World world = night();
        List<Decision> decisions = decide(world);
        Decision refused = Decision.newBuilder(decisions.get(0))
                .setOutcome(Outcome.REJECTED)
                .setBindingCode("EXPIRED")
                .setNotBefore(null)
                .build();

        assertThat(new Oracle(world.journal(), List.of(refused), World.VOCABULARY).check())
                .extracting(Complaint::text)
                .contains("r0#1 was refused with EXPIRED, but nothing forbids 2025-03-05T13:00:00Z");
    }

    /** One request for the morning, by the plainest policy. */
    private static World night() {
        Instant evening = Instant.parse("2025-03-05T03:00:00Z");
        Limits limits = LimitGenes.of(Collections.nCopies(LimitGenes.GENES, 0));
        OutboundRequest request = new OutboundRequest();
        request.setRequestId("r0");
        request.setPool("default");
        request.setRecipient("a@example.com");
        request.setText("Ready?");
        request.setAttachments(List.of());
        request.setPriority(Priority.NORMAL);
        request.setCreatedAt(evening);
        request.setConsent(new Consent("form", null));
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setLabels(Map.of());
        List<SpecificRecord> events = List.of(
                new PolicyUpdate("default", LimitGenes.yaml(limits), evening),
                LineUpdates.of("default", "line-0", "server-0", LineStatus.ACTIVE, null, evening, null),
                request);
        return new World(
                events.stream().map(event -> new Journal.Entry(evening, event)).toList(), Map.of(0, limits));
    }

    private static List<String> complaints(World world, List<Decision> decisions, int at, Decision forged) {
        List<Decision> all = new ArrayList<>(decisions);
        all.set(at, forged);
        return new Oracle(world.journal(), all, World.VOCABULARY)
                .check().stream().map(Complaint::decisionId).toList();
    }

    private static List<Decision> decide(World world) {
        CoreStage stage = new CoreStage();
        world.playOn(stage);
        return stage.decisions();
    }
}
