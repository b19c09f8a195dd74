package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Suspension;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.streams.TopologyStage;
import dev.linewarden.streams.WardenStage;
import dev.linewarden.support.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

/** The story of a request, and what would have let it pass: what a warden recorded is asked, and nothing else. */
class ExplainTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-03-03T04:00:00Z");
    private static final String PLAIN = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {jitter: 0s}\n";

    private final WardenStage warden = new WardenStage(NOON);
    private final List<TopologyStage.Appended> journal = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    private void begin(String policy, String... lines) {
        warden.take(NOON, new PolicyUpdate("default", policy, NOON));
        for (String line : lines) {
            report(NOON, line, LineStatus.ACTIVE);
        }
    }

    private void report(Instant at, String line, LineStatus status) {
        warden.take(at, LineUpdates.of("default", line, "server-of-" + line, status, null, at, null));
    }

    private OutboundRequest ask(Instant at, String id, String person) {
        OutboundRequest request = Cluster.request(id, person + "@example.com", "Ready?");
        request.setCreatedAt(at);
        return request;
    }

    private void say(Instant at, String person, String text) {
        warden.take(
                at,
                new ConversationEvent(
                        "e-" + at,
                        "default",
                        "line-1",
                        person + "@example.com",
                        ConversationKind.INBOUND_MESSAGE,
                        at,
                        text,
                        null));
    }

    private void collect() {
        journal.addAll(warden.journal());
        ticks.addAll(warden.ticks());
        decisions.addAll(warden.decisions());
    }

    private Story story(String id) {
        collect();
        StoryBook book = new StoryBook(id, null);
        List<Decision> anyOrder = new ArrayList<>(decisions);
        Collections.reverse(anyOrder);
        anyOrder.forEach(book::take);
        book.sort();
        for (int offset = 0; offset < journal.size(); offset++) {
            book.take(journal.get(offset).entry(), journal.get(offset).at(), offset);
        }
        assertThat(book.stories()).hasSize(1);
        return book.stories().get(0);
    }

    private Story.Ending endingOfFirst(String id) {
        Story.Ending ended = story(id).attempts().get(0).ended();
        assertThat(ended).isNotNull();
        return ended;
    }

    private WhyNot whyNot(String id) {
        collect();
        Decision last = null;
        for (Decision decision : decisions) {
            boolean isIts = decision.getRequest().getRequestId().equals(id);
            last = isIts && decision.getOutcome() != Outcome.APPROVED ? decision : last;
        }
        assertThat(last).isNotNull();
        return whyNot(last, ticks);
    }

    private WhyNot whyNot(Decision decision, List<Tick> timed) {
        Rebuilt rebuilt = new Rebuilt(decision, new MemoryRows(), timed.iterator());
        boolean reached = false;
        for (int offset = 0; offset < journal.size() && !reached; offset++) {
            reached = rebuilt.take(
                    journal.get(offset).entry(), journal.get(offset).at(), offset);
        }
        return Stories.answer(decision, rebuilt, reached || rebuilt.passToEnd());
    }

    private static ListAssert<String> assertChanges(WhyNot answer) {
        assertThat(answer.refusal()).isNull();
        return assertThat(answer.changes().stream()
                .map(change ->
                        change.kind() + " " + change.what() + (change.value().isEmpty() ? "" : " = " + change.value()))
                .toList());
    }

    @Test
    void a_promised_wait_ends_at_its_time() {
        begin(PLAIN, "line-1");
        OutboundRequest later = ask(NOON, "r1", "a");
        later.setNotBefore(NOON.plusSeconds(60));
        warden.take(NOON, later);
        warden.passUntil(NOON.plusSeconds(60));

        Story story = story("r1");
        assertThat(story.attempts())
                .extracting(attempt -> attempt.decision().getDecisionId())
                .containsExactly("r1#1", "r1#2");
        assertThat(story.attempts().get(0).ended())
                .isEqualTo(new Story.Ending(Story.Cause.TIME, NOON.plusSeconds(60), null, "its time came"));
        assertThat(story.attempts().get(1).ended()).isNull();
    }

    @Test
    void what_is_held_for_a_reply_ends_with_it_and_says_where_it_stands() {
        begin(PLAIN, "line-1");
        OutboundRequest held = ask(NOON, "r1", "a");
        held.setHoldForReply(true);
        warden.take(NOON, held);
        say(NOON.plusSeconds(30), "b", "Hi");
        say(NOON.plusSeconds(60), "a", "Hi");
        warden.passUntil(NOON.plusSeconds(61));

        Story.Ending ended = endingOfFirst("r1");
        assertThat(ended.cause()).isEqualTo(Story.Cause.REPLY);
        assertThat(ended.offset()).isEqualTo(4L);
    }

    @Test
    void what_is_held_for_a_line_ends_with_its_return() {
        begin(PLAIN, "line-1");
        report(NOON, "line-1", LineStatus.PAUSED);
        OutboundRequest pinned = ask(NOON, "r1", "a");
        pinned.setLine("line-1");
        warden.take(NOON, pinned);
        report(NOON.plusSeconds(60), "line-1", LineStatus.ACTIVE);
        warden.passUntil(NOON.plusSeconds(61));

        assertThat(endingOfFirst("r1").what()).isEqualTo("line line-1 was reported ACTIVE");
    }

    @Test
    void a_command_and_a_policy_end_waits() {
        begin(PLAIN, "line-1");
        for (String id : List.of("cancelled", "freed")) {
            OutboundRequest held = ask(NOON, id, id);
            held.setHoldForReply(true);
            warden.take(NOON, held);
        }
        OutboundRequest night = ask(NOON, "night", "c");
        warden.take(NOON.plusSeconds(1), new PolicyUpdate("default", "consent: {required: false}", NOON));
        night.setTimeZone("Asia/Tokyo");
        warden.take(NOON.plusSeconds(2), night);
        warden.take(
                NOON.plusSeconds(3), new Command("default", CommandKind.CANCEL, "cancelled", null, NOON, null, null));
        warden.take(NOON.plusSeconds(4), new PolicyUpdate("default", PLAIN, NOON));
        warden.passUntil(NOON.plusSeconds(10));

        assertThat(endingOfFirst("cancelled").what()).isEqualTo("the command CANCEL came");
        assertThat(endingOfFirst("night").cause()).isEqualTo(Story.Cause.POLICY);
        assertThat(story("freed").attempts()).singleElement().satisfies(attempt -> assertThat(attempt.ended())
                .as("it still waits")
                .isNull());
    }

    private static Command suspension(String campaign, boolean ends) {
        return new Command(
                "default",
                CommandKind.RELEASE,
                null,
                null,
                NOON,
                null,
                new Suspension("campaign", campaign, null, "wrong price", ends));
    }

    private void holdFor(String campaign) {
        begin(PLAIN, "line-1");
        warden.take(NOON, suspension("spring", false));
        warden.take(NOON, suspension("autumn", false));
        OutboundRequest held = ask(NOON, "r1", "a");
        held.setLabels(Map.of("campaign", campaign));
        warden.take(NOON, held);
    }

    @Test
    void what_was_suspended_tells_who_ended_the_wait() {
        holdFor("spring");
        warden.take(NOON.plusSeconds(60), suspension("autumn", true));
        warden.take(NOON.plusSeconds(120), suspension("spring", true));
        warden.passUntil(NOON.plusSeconds(180));

        Story.Ending ended = endingOfFirst("r1");
        assertThat(ended.cause()).isEqualTo(Story.Cause.COMMAND);
        assertThat(ended.what()).isEqualTo("label campaign=spring was resumed");
        assertThat(ended.at()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void without_the_suspension_that_holds_it_it_would_have_passed() {
        holdFor("spring");

        assertChanges(whyNot("r1")).containsExactly("SUSPENSION label campaign=spring not suspended");
    }

    @Test
    void what_waits_past_its_deadline_says_so() {
        begin(PLAIN, "line-1");
        OutboundRequest held = ask(NOON, "r1", "a");
        held.setHoldForReply(true);
        held.setExpiresAt(NOON.plusSeconds(60));
        warden.take(NOON, held);
        warden.passUntil(NOON.plusSeconds(120));

        assertThat(endingOfFirst("r1").cause()).isEqualTo(Story.Cause.DEADLINE);
    }

    @Test
    void at_night_a_later_hour_a_reply_or_a_shorter_night_would_have_done() {
        begin("consent: {required: false}\nfirst-message: {question: off}\n", "line-1");
        warden.take(NIGHT, ask(NIGHT, "r1", "a"));

        assertChanges(whyNot("r1"))
                .contains(
                        "REPLY a reply of the recipient to line-1 first",
                        "LATER a later hour, if nothing happened until then = 2026-03-03T13:00:00Z",
                        "POLICY quiet-hours.from = 23:30",
                        "POLICY quiet-hours.mode = observe")
                .doesNotContain("REQUEST priority = HIGH");
    }

    @Test
    void a_busy_line_could_have_been_another_or_a_limit_one_higher() {
        begin(PLAIN + "new-conversations: {limit: 2, over: reject}\n", "line-1", "line-2");
        for (int i = 0; i < 3; i++) {
            OutboundRequest request = ask(NOON, "r" + i, "user" + i);
            request.setLine("line-1");
            Instant at = NOON.plusSeconds(60L * i);
            warden.take(at, request);
        }

        assertChanges(whyNot("r2"))
                .contains(
                        "LINE not pinned to a line", "LINE another line = line-2", "POLICY new-conversations.limit = 3")
                .contains("LATER a later hour, if nothing happened until then = 2026-03-03T00:00:00Z");
    }

    @Test
    void the_nearest_value_of_a_key_is_named_not_any() {
        begin(PLAIN + "follow-ups: {spacing: 10h}\n", "line-1");
        warden.take(NOON, ask(NOON, "r1", "a"));
        Instant soon = NOON.plus(Duration.ofHours(3)).plusSeconds(1);
        warden.take(soon, ask(soon, "r2", "a"));

        assertChanges(whyNot("r2")).contains("POLICY follow-ups.spacing = 3h");
    }

    @Test
    void somebody_who_opted_out_could_only_have_opted_in() {
        begin(PLAIN, "line-1");
        say(NOON, "a", "STOP");
        warden.take(NOON.plusSeconds(60), ask(NOON, "r1", "a"));

        assertChanges(whyNot("r1"))
                .contains("REPLY an opt-in of the recipient first")
                .noneMatch(change -> change.startsWith("LINE"));
    }

    @Test
    void what_was_cancelled_is_asked_about_as_it_waited() {
        begin(PLAIN, "line-1");
        OutboundRequest held = ask(NOON, "r1", "a");
        held.setHoldForReply(true);
        warden.take(NOON, held);
        warden.take(NOON.plusSeconds(60), new Command("default", CommandKind.CANCEL, "r1", null, NOON, null, null));

        assertChanges(whyNot("r1"))
                .contains("REQUEST hold_for_reply = false", "REPLY a reply of the recipient to line-1 first");
    }

    @Test
    void an_id_that_was_used_twice_needs_another() {
        begin(PLAIN, "line-1");
        warden.take(NOON, ask(NOON, "r1", "a"));
        warden.take(NOON.plus(Duration.ofDays(2)), ask(NOON, "r1", "a"));

        assertChanges(whyNot("r1")).containsExactly("REQUEST another request_id = r1-again");
    }

    @Test
    void questions_leave_the_state_as_it_was() {
        begin("consent: {required: false}\nfirst-message: {question: off}\n", "line-1", "line-2");
        warden.take(NIGHT, ask(NIGHT, "r1", "a"));
        warden.take(NIGHT.plusSeconds(1), ask(NIGHT, "r2", "b"));

        WhyNot once = whyNot("r2");
        assertThat(whyNot("r2")).isEqualTo(once);
        assertThat(once.tried()).isGreaterThan(10);
    }

    @Test
    void a_decision_that_does_not_come_out_again_is_not_explained_by_guessing() {
        begin(PLAIN + "new-conversations: {limit: 1, over: reject}\n", "line-1");
        warden.take(NOON, ask(NOON, "r1", "a"));
        warden.take(NOON.plusSeconds(60), ask(NOON, "r2", "b"));
        collect();
        Decision refused = decisions.get(1);

        Decision other =
                Decision.newBuilder(refused).setPolicyVersion("another").build();
        assertThat(whyNot(other, ticks).refusal()).contains("comes out otherwise than recorded");
        journal.remove(journal.size() - 1);
        assertThat(whyNot(refused, ticks).refusal()).contains("does not come to this decision");
    }
}
