package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Change;
import dev.linewarden.audit.Story;
import dev.linewarden.audit.WhyNot;
import dev.linewarden.core.rules.Window;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.support.Cluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A story as people read it. */
class StoryTextTest {

    private static final Instant NIGHT = Instant.parse("2026-03-03T04:00:00Z");
    private static final Instant DAY = Instant.parse("2026-03-03T13:00:00Z");

    private static final Window DAY_OF_NEW_YORK =
            new Window(Instant.parse("2026-03-02T05:00:00Z"), Instant.parse("2026-03-03T05:00:00Z"));

    private static Decision deferred() {
        OutboundRequest request = Cluster.request("r1", "anna@example.com", "Ready?");
        request.setCreatedAt(NIGHT);
        Decision decision = new Decision();
        decision.setDecisionId("r1#1");
        decision.setRequest(request);
        decision.setOutcome(Outcome.DEFERRED);
        decision.setBindingCode("QUIET_HOURS");
        decision.setNotBefore(DAY);
        decision.setLine("line-1");
        decision.setServer("server-1");
        decision.setFindings(List.of(
                new Finding("consent", null, Effect.PASS, true, null, null, null, null),
                new Finding("server-quota", null, Effect.PASS, true, "4", "5000", null, null),
                new Finding("reply", null, Effect.PASS, true, null, null, null, null),
                new Finding("quiet-hours", "QUIET_HOURS", Effect.DEFER, true, "23:00", "21:00", DAY, "they sleep")));
        decision.setAttempt(1);
        decision.setDecidedAt(NIGHT);
        decision.setPolicyVersion("default");
        decision.setPolicyHash("44136fa355b3678a");
        decision.setJournalPartition(3);
        decision.setJournalOffset(17);
        return decision;
    }

    private static String told(Story.@Nullable Ending ended, @Nullable WhyNot whyNot) {
        Story story = new Story(
                "default",
                "r1",
                List.of(new Story.Attempt(deferred(), ended, Map.of("server-quota", DAY_OF_NEW_YORK))));
        return String.join("\n", StoryText.of(story, whyNot, whyNot != null, false));
    }

    @Test
    void an_attempt_has_its_evidence_its_place_and_what_ended_its_wait() {
        assertThat(told(new Story.Ending(Story.Cause.TIME, DAY, null, "its time came"), null))
                .isEqualTo("""
                request r1 in pool default: to a***@example.com, NORMAL, CONVERSATIONAL, created 2026-03-03T04:00:00Z

                r1#1  DEFERRED QUIET_HOURS on line-1 (server-1) at 2026-03-03T04:00:00Z
                  policy default (44136fa355b3678a), journal 3/17
                  rule          found              observed  limit  until
                  server-quota  PASS               4         5000
                      counted from 2026-03-02T05:00:00Z to 2026-03-03T05:00:00Z
                  quiet-hours   DEFER QUIET_HOURS  23:00     21:00  2026-03-03T13:00:00Z
                      they sleep
                  nothing to say: consent, reply
                  promised for 2026-03-03T13:00:00Z; its time came, judged again at 2026-03-03T13:00:00Z""");
    }

    @Test
    void what_goes_on_waiting_says_so_and_why_not_lists_single_changes() {
        WhyNot whyNot = new WhyNot(
                "r1#1", List.of(new Change(Change.Kind.POLICY, "quiet-hours.from", "23:30", "line-1")), 40, null);

        assertThat(told(null, whyNot)).endsWith("""
                  promised for 2026-03-03T13:00:00Z; still waiting, as far as the topics tell

                why not: any one of these alone would have let r1#1 pass (40 were tried)
                  policy quiet-hours.from: 23:30  on line-1""");
    }

    @Test
    void what_cannot_be_known_is_not_guessed() {
        assertThat(told(null, new WhyNot("r1#1", List.of(), 0, "the oldest entries are gone")))
                .endsWith("why not: not known for r1#1: the oldest entries are gone");
    }
}
