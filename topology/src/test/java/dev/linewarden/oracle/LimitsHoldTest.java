package dev.linewarden.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.oracle.Complaint;
import dev.linewarden.audit.oracle.Oracle;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.simulate.CoreStage;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.ScenarioRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LimitsHoldTest {

    private static final Set<String> REASONS = Set.of(
            "OPTED_OUT",
            "COLD_OUTREACH",
            "FIRST_MESSAGE_LINK",
            "FIRST_MESSAGE_MEDIA",
            "FOLLOW_UP_LIMIT",
            "MONOLOGUE",
            "STOPPED_BY_REPLY",
            "UNKNOWN_LINE");

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    // As many tries as junit-platform.properties says: fewer in a mutation run, more in a soak.
    @Property
    void no_limit_is_overshot_no_promise_broken_no_refusal_unfounded_and_every_request_ends_once(
            @ForAll("worlds") World world) {
        List<Decision> decisions = decide(world);

        List<Complaint> complaints = new Oracle(world.journal(), decisions, World.VOCABULARY).check();

        if (!complaints.isEmpty()) {
            throw new AssertionError(Reproduction.save("limits-hold", world, complaints.get(0)));
        }
    }

    @Property(tries = 50)
    void every_decision_has_an_id_of_its_own(@ForAll("worlds") World world) {
        assertThat(decide(world)).extracting(Decision::getDecisionId).doesNotHaveDuplicates();
    }

    @Property(tries = 20)
    void what_happened_can_be_written_as_a_scenario_that_holds(@ForAll("worlds") World world) throws Exception {
        Path file = Files.createTempFile("reproduction", ".yaml");
        try {
            Files.writeString(file, Reproduction.of(world, null));

            assertThat(ScenarioRun.play(Scenario.read(file), new CoreStage())).isNull();
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 20)
    void the_oracle_notices_a_forged_approval_and_a_forged_refusal(@ForAll("worlds") World world) {
        assertEachForgeryIsNoticed(
                world, decision -> decision.getOutcome() == Outcome.APPROVED || isRefusedNow(decision));
    }

    @Property(tries = 100)
    void the_oracle_notices_a_forged_approval_of_a_turn_that_is_too_near(@ForAll("worlds") World world) {
        assertEachForgeryIsNoticed(world, LimitsHoldTest::waitsForSpacing);
    }

    /** With each such decision turned into its opposite the oracle complains of that one. */
    private static void assertEachForgeryIsNoticed(World world, Predicate<Decision> such) {
        List<Decision> decisions = decide(world);
        for (int i = 0; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            if (such.test(decision)) {
                List<Decision> forged = new ArrayList<>(decisions);
                forged.set(i, otherwise(decision));

                assertThat(new Oracle(world.journal(), forged, World.VOCABULARY).check())
                        .extracting(Complaint::decisionId)
                        .contains(decision.getDecisionId());
            }
        }
    }

    /** Nothing else put it off, so that the spacing was measured at the time of the decision itself. */
    private static boolean waitsForSpacing(Decision decision) {
        return decision.getOutcome() == Outcome.DEFERRED
                && decision.getLine() != null
                && decision.getFindings().stream()
                        .filter(finding -> finding.getEffect() == Effect.DEFER)
                        .allMatch(finding -> "FOLLOW_UP_SPACING".equals(finding.getCode()) && finding.getEnforced());
    }

    /** Refused for what is, as against for what would be when it could leave. */
    private static boolean isRefusedNow(Decision decision) {
        return decision.getOutcome() == Outcome.REJECTED
                && REASONS.contains(String.valueOf(decision.getBindingCode()))
                && decision.getFindings().stream().noneMatch(finding -> finding.getEffect() == Effect.DEFER);
    }

    private static Decision otherwise(Decision decision) {
        Outcome other = decision.getOutcome() == Outcome.APPROVED ? Outcome.REJECTED : Outcome.APPROVED;
        return Decision.newBuilder(decision).setOutcome(other).build();
    }

    private static List<Decision> decide(World world) {
        CoreStage stage = new CoreStage();
        world.playOn(stage);
        assertThat(stage.alerts()).extracting(Alert::getKind).doesNotContain("POLICY_REJECTED", "CLOCK_SKEW");
        return stage.decisions();
    }
}
