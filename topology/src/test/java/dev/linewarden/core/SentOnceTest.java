package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent.Kind;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.OutboundRequest.Attachment;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way in which an id comes again. */
class SentOnceTest {

    private static final String PLAIN = FREE + "burst: {mode: off}\ndeferral: {max-wait: 60d}\n";
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Duration TICK = Duration.ofMillis(1);

    private final TestGate gate = new TestGate();

    @BeforeEach
    void a_line() {
        gate.policy(PLAIN).lines("line-1");
    }

    @Test
    void the_window_counts_from_the_approval_and_not_from_the_first_judgement() {
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(10))));
        gate.wait(Duration.ofDays(10));
        assertThat(gate.approved()).containsExactly("r1");

        isDuplicate(gate.wait(WINDOW.minus(TICK)).ask("r1", "a"), Outcome.DEFERRED);
        assertThat(gate.wait(TICK).ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void the_window_counts_from_a_refusal_that_ended_a_wait() {
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(30))));
        gate.wait(Duration.ofDays(10)).command(Command.Kind.CANCEL, "r1", null);

        isDuplicate(gate.wait(WINDOW.minus(TICK)).ask("r1", "a"), Outcome.DEFERRED);
        assertThat(gate.wait(TICK).ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void what_waits_is_known_however_long_it_waits_and_is_not_judged_anew() {
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(50))));

        isDuplicate(gate.wait(Duration.ofDays(49)).ask("r1", "a"), Outcome.DEFERRED);

        assertThat(gate.waiting()).hasSize(1);
        gate.wait(Duration.ofDays(1));
        assertThat(gate.last().decisionId()).isEqualTo("r1#2");
        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void what_a_line_holds_is_known_however_long_it_is_held() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-1", Priority.NORMAL, null));

        isDuplicate(gate.wait(Duration.ofDays(20)).ask("r1", "a"), Outcome.DEFERRED);

        gate.wait(TICK).line("line-1", "server-1", Status.ACTIVE);
        assertThat(gate.approved()).containsExactly("r1");
        isDuplicate(gate.wait(WINDOW.minus(TICK)).ask("r1", "a"), Outcome.DEFERRED);
    }

    @Test
    void a_refused_id_is_not_judged_anew() {
        gate.policy(PLAIN.replace("required: false", "required: true"));
        assertThat(gate.ask("r1", "a").bindingCode()).isEqualTo(Code.COLD_OUTREACH);
        gate.conversation(Kind.OPTED_IN, "a", "line-1", null, null);

        isDuplicate(gate.ask("r1", "a"), Outcome.REJECTED);
    }

    @Test
    void a_duplicate_does_not_prolong_the_window() {
        gate.ask("r1", "a");
        isDuplicate(gate.wait(Duration.ofDays(6)).ask("r1", "a"), Outcome.APPROVED);

        assertThat(gate.wait(Duration.ofDays(1)).ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void another_recipient_text_or_attachment_under_the_same_id_gets_nothing_and_is_told_so() {
        OutboundRequest first = gate.ask("r1", "a").request();

        for (OutboundRequest other : List.of(
                gate.request("r1", "b"),
                with(first, "Ready!", List.of()),
                with(first, first.text(), List.of(new Attachment("https://files/1", "image/png"))))) {
            Decision again = gate.ask(other);
            isDuplicate(again, Outcome.APPROVED);
            assertThat(again.findings().get(0).detail()).contains("with other content");
        }
        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void the_same_message_at_another_time_or_priority_has_the_same_content() {
        gate.ask("r1", "a");
        Decision again = gate.wait(Duration.ofHours(1))
                .ask(gate.request("r1", "a", "line-1", Priority.HIGH, NOON.plus(Duration.ofDays(1))));

        isDuplicate(again, Outcome.APPROVED);
        assertThat(again.findings().get(0).detail()).doesNotContain("content");
    }

    @Test
    void other_content_takes_nothing_from_what_waits() {
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(1))));
        assertThat(gate.ask("r1", "b").findings().get(0).detail()).contains("with other content");
        assertThat(gate.ask("r1", "a").findings().get(0).detail()).doesNotContain("content");

        gate.wait(Duration.ofDays(1));
        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.last().request().recipient()).isEqualTo("a@example.com");
    }

    @Test
    void of_a_request_that_an_older_release_judged_nothing_is_said_about_its_content() {
        gate.ask("r1", "a");
        RequestRecord known = gate.rows.request("default", "r1");
        gate.rows.put(new RequestRecord(
                known.pool(),
                known.requestId(),
                known.firstOutcome(),
                known.outcome(),
                known.bindingCode(),
                known.attempt(),
                known.firstJudgedAt(),
                known.decidedAt(),
                known.line(),
                known.server(),
                known.epochDay(),
                known.deferralKey(),
                RequestRecord.UNKNOWN_CONTENT));

        Decision again = gate.ask("r1", "b");
        isDuplicate(again, Outcome.APPROVED);
        assertThat(again.findings().get(0).detail()).doesNotContain("content");
    }

    @Test
    void parts_of_the_content_are_told_apart() {
        OutboundRequest request = gate.request("r1", "a");
        Attachment file = new Attachment("https://files/1", "image/png");

        assertThat(List.of(
                        request.contentHash(),
                        with(request, request.text(), List.of(file)).contentHash(),
                        with(request, request.text(), List.of(file, file)).contentHash(),
                        with(request, request.text() + file.uri(), List.of(new Attachment("", file.mimeType())))
                                .contentHash()))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash >= 0 && hash <= 65_535);
    }

    private static OutboundRequest with(OutboundRequest request, String text, List<Attachment> attachments) {
        return new RequestBuilder(request).text(text).attachments(attachments).build();
    }

    @Test
    void an_id_whose_send_failed_or_that_was_sent_elsewhere_stays_judged() {
        gate.ask("r1", "a");
        gate.conversation(Kind.SEND_FAILED, "a", "line-1", null, "r1");
        isDuplicate(gate.ask("r1", "a"), Outcome.APPROVED);
        gate.conversation(Kind.SENT_ELSEWHERE, "a", "line-1", null, "r1");

        isDuplicate(gate.ask("r1", "a"), Outcome.APPROVED);
        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void an_id_stays_judged_when_its_recipient_is_forgotten() {
        gate.ask("sent", "a");
        gate.ask(gate.request("waits", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(1))));
        gate.command(Command.Kind.FORGET, null, "a@example.com");

        isDuplicate(gate.ask("sent", "a"), Outcome.APPROVED);
        isDuplicate(gate.ask("waits", "a"), Outcome.DEFERRED);
    }

    @Test
    void a_pool_knows_its_own_ids_alone() {
        gate.ask("r1", "a");
        OutboundRequest other = gate.request("r1", "a");

        gate.ask(new RequestBuilder(other).pool("another").build());

        assertThat(gate.last().bindingCode()).isNotEqualTo(Code.DUPLICATE_REQUEST);
    }

    @Test
    void an_id_with_white_space_around_it_is_refused_and_takes_nothing_from_the_id_without() {
        for (String id : new String[] {" r1", "r1 ", "\u2003r1"}) {
            assertThat(gate.ask(id, "a").bindingCode()).as(id).isEqualTo(Code.INVALID_REQUEST);
        }
        assertThat(gate.ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.ask("r 1", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void every_decision_has_an_id_of_its_own() {
        gate.ask("", "a");
        gate.ask("", "a");
        gate.ask("x".repeat(129), "a");
        gate.ask("x".repeat(129), "a");
        gate.ask("r1", "not an address ");
        gate.ask("r1", "not an address ");
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(1))));
        gate.ask("r1", "a");
        gate.ask("r1", "a");
        gate.ask("r1", "not an address ");
        gate.wait(Duration.ofDays(1)).ask("r1", "a");

        assertThat(gate.decisions).extracting(Decision::decisionId).doesNotHaveDuplicates();
        assertThat(gate.decisions)
                .extracting(Decision::decisionId)
                .contains("#invalid-3-2", "r1#1", "r1#2", "r1#duplicate-3-9", "r1#invalid-3-11");
    }

    @Test
    void a_request_is_kept_a_day_longer_than_the_window_of_its_last_decision() {
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plus(Duration.ofDays(10))));
        gate.wait(Duration.ofDays(10));
        Instant horizon = NOON.plus(Duration.ofDays(10 + 7 + 1));

        assertThat(sweptRequests(horizon)).isEmpty();
        assertThat(sweptRequests(horizon.plus(TICK))).containsExactly(Keys.of("default", "r1"));
    }

    private List<String> sweptRequests(Instant now) {
        Sweeper sweeper = new Sweeper(gate.rows, gate.gate::policyOf, now);
        return IntStream.range(0, 8)
                .mapToObj(call ->
                        sweeper.sweep(now, Duration.ofSeconds(1), 1000).step().changes())
                .flatMap(List::stream)
                .filter(change -> change.table() == Table.REQUESTS)
                .map(Step.Change::key)
                .distinct()
                .toList();
    }

    private static void isDuplicate(Decision decision, Outcome first) {
        assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(decision.bindingCode()).isEqualTo(Code.DUPLICATE_REQUEST);
        assertThat(decision.findings().get(0).detail()).contains(first.name());
    }
}
