package dev.linewarden.audit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each limit at its last that holds, and one past it. */
class BooksTest {

    private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Books books = new Books(recipient -> ZoneOffset.UTC, text -> text.equals("Stop"));
    private int requests;
    private int entries;

    @Test
    void fifty_new_conversations_a_line_and_day_hold_and_the_next_does_not() {
        for (int i = 0; i < 50; i++) {
            send("user" + i, "line-1", "server-1", MORNING.plusSeconds(60L * i));
        }
        assertThat(complaints()).isEmpty();

        String next = send("user50", "line-1", "server-1", MORNING.plusSeconds(60 * 50));
        send("user51", "line-1", "server-1", MORNING.plus(A_DAY));
        assertThat(complaints()).containsExactly(next + " is one new conversation too many for its line");
    }

    @Test
    void five_thousand_sends_a_server_and_day_hold_and_the_next_does_not() {
        for (int i = 0; i < 5_000; i++) {
            send("user" + i, "line-" + i, "server-1", MORNING);
        }
        assertThat(complaints()).isEmpty();

        String next = send("another", "line-5000", "server-1", MORNING.plusSeconds(1));
        assertThat(complaints()).containsExactly(next + " is one send too many for its server");
    }

    @Test
    void twenty_of_outreach_in_a_minute_hold_and_one_within_the_same_minute_does_not() {
        for (int i = 0; i < 20; i++) {
            send("user" + i, "line-1", "server-1", MORNING.plusSeconds(i));
        }
        send("user20", "line-1", "server-1", MORNING.plusSeconds(60));
        assertThat(complaints()).isEmpty();

        String early =
                send("user21", "line-1", "server-1", MORNING.plusSeconds(61).minusMillis(1));
        assertThat(complaints()).containsExactly(early + " is one too much outreach in its line's minute");
    }

    @Test
    void sixty_of_a_line_in_a_minute_hold_if_they_are_answers() {
        for (int i = 0; i < 61; i++) {
            hear("user" + i, "Hi", MORNING.minusSeconds(60));
        }
        for (int i = 0; i < 60; i++) {
            send("user" + i, "line-" + i, "server-1", MORNING.minusSeconds(70));
        }
        for (int i = 0; i < 60; i++) {
            send("user" + i, "line-1", "server-1", MORNING.plusMillis(i));
        }
        assertThat(complaints()).isEmpty();

        String next = send("user60", "line-1", "server-1", MORNING.plusMillis(59_999));
        assertThat(complaints()).containsExactly(next + " is one too many in its line's minute");
    }

    @Test
    void an_answer_is_one_for_less_than_a_day() {
        for (int i = 0; i < 21; i++) {
            hear("user" + i, "Hi", MORNING);
        }
        Instant justInTime = MORNING.plus(A_DAY).minusMillis(1);
        for (int i = 0; i < 21; i++) {
            send("user" + i, "line-1", "server-1", justInTime);
        }
        assertThat(complaints()).isEmpty();

        for (int i = 0; i < 21; i++) {
            send("user" + i, "line-2", "server-1", MORNING.plus(A_DAY));
        }
        assertThat(complaints()).singleElement().asString().endsWith("is one too much outreach in its line's minute");
    }

    @Test
    void three_turns_a_day_apart_hold_and_a_fourth_or_one_too_soon_does_not() {
        send("user", "line-1", "server-1", MORNING);
        send("user", "line-1", "server-1", MORNING.plusSeconds(120));
        send("user", "line-1", "server-1", MORNING.plus(A_DAY));
        send("user", "line-1", "server-1", MORNING.plus(A_DAY.multipliedBy(2)));
        assertThat(complaints()).isEmpty();

        String fourth = send("user", "line-1", "server-1", MORNING.plus(A_DAY.multipliedBy(3)));
        send("other", "line-1", "server-1", MORNING);
        String soon = send("other", "line-1", "server-1", MORNING.plus(A_DAY).minusMillis(1));
        send("third", "line-1", "server-1", MORNING.plusSeconds(3600));
        String apart = send("third", "line-1", "server-1", MORNING.plusSeconds(3721));
        assertThat(complaints())
                .containsExactlyInAnyOrder(
                        fourth + " is one follow-up too many",
                        soon + " left at night",
                        soon + " follows up too soon",
                        apart + " follows up too soon");
    }

    @Test
    void the_night_ends_at_eight_and_begins_at_nine() {
        send("a", "line-1", "server-1", MORNING);
        send("b", "line-1", "server-1", MORNING.plus(Duration.ofHours(13)).minusMillis(1));
        assertThat(complaints()).isEmpty();

        String early = send("c", "line-1", "server-1", MORNING.minusMillis(1));
        String late = send("d", "line-1", "server-1", MORNING.plus(Duration.ofHours(13)));
        assertThat(complaints()).containsExactlyInAnyOrder(early + " left at night", late + " left at night");
    }

    @Test
    void nothing_goes_to_whoever_opted_out_before() {
        send("user", "line-1", "server-1", MORNING);
        hear("user", "Stop", MORNING.plusSeconds(60));
        assertThat(complaints()).isEmpty();

        String after = send("user", "line-1", "server-1", MORNING.plusSeconds(61));
        assertThat(complaints()).containsExactly(after + " went to somebody who opted out");
    }

    @Test
    void a_request_waits_and_ends_once_in_whatever_order_that_is_read() {
        books.take(decision("r1", Outcome.DEFERRED, "user", "line-1", "server-1", MORNING));
        books.take(decision("r2", Outcome.APPROVED, "user", "line-1", "server-1", MORNING));
        books.take(decision("r2", Outcome.DEFERRED, "user", "line-1", "server-1", MORNING));
        assertThat(books.waiting()).containsExactly("r1");
        assertThat(complaints()).isEmpty();

        books.take(decision("r2", Outcome.REJECTED, "user", "line-1", "server-1", MORNING));
        assertThat(complaints()).containsExactly("r2 ended a second time");
        assertThat(books.refused("EXPIRED")).isOne();
    }

    private List<String> complaints() {
        return books.check().stream()
                .map(complaint -> complaint.requestId() + " " + complaint.text())
                .toList();
    }

    private String send(String recipient, String line, String server, Instant at) {
        String id = "r" + ++requests;
        books.take(decision(id, Outcome.APPROVED, recipient, line, server, at));
        return id;
    }

    private void hear(String recipient, String text, Instant at) {
        ConversationEvent event = new ConversationEvent(
                "e" + entries, "default", "line-1", recipient, ConversationKind.INBOUND_MESSAGE, at, text, null);
        books.take(
                new JournalEntry("default", at, new Source("conversation-events", 0, (long) entries), event),
                at,
                0,
                ++entries);
    }

    private Decision decision(String id, Outcome outcome, String recipient, String line, String server, Instant at) {
        OutboundRequest request = new OutboundRequest();
        request.setRequestId(id);
        request.setPool("default");
        request.setRecipient(recipient);
        request.setText("Ready?");
        request.setAttachments(List.of());
        request.setPriority(Priority.NORMAL);
        request.setCreatedAt(at);
        request.setLabels(Map.of());
        Decision decision = new Decision();
        decision.setDecisionId(id + "#1");
        decision.setRequest(request);
        decision.setOutcome(outcome);
        decision.setLine(line);
        decision.setServer(server);
        decision.setFindings(List.of());
        decision.setBindingCode(outcome == Outcome.REJECTED ? "EXPIRED" : null);
        decision.setAttempt(1);
        decision.setDecidedAt(at);
        decision.setPolicyVersion("default");
        decision.setJournalOffset(entries);
        return decision;
    }
}
