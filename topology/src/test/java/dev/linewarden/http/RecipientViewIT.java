package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RecipientViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/recipient?recipient=asks@example.com";
    }

    @Test
    void it_says_whether_somebody_may_be_written_to() {
        try (View recipient = open()) {
            recipient
                    .says("● active conversation")
                    .says("0 of 3 turns since it last wrote")
                    .says("Home line: line-1")
                    .says("Nothing waits for it.");
        }
    }

    @Test
    void who_is_asked_for_by_a_request_is_named_nowhere() {
        try (View room = open("/waiting")) {
            room.find("tbody tr:has(th a:text-is('waits')) td a").first().click();
            room.says("What waits").says("booked");

            assertThat(room.page()).hasURL(Pattern.compile("/recipient\\?.*request=waits"));
            assertThat(room.find("#handle")).hasText("w***@example.com");
            assertThat(room.find("body")).not().containsText("waits@example.com");
            room.isQuiet();
        }
    }

    @Test
    void after_one_that_was_sent_it_says_when_the_next_turn_may_be() {
        try (View recipient = open("/recipient?request=sent")) {
            recipient
                    .says("1 of 3 turns since it last wrote")
                    .says("Last approved")
                    .says("sent");
        }
    }

    @Test
    void a_handle_is_revealed_when_asked_for_and_the_operations_log_keeps_that_it_was() {
        try (View recipient = open("/recipient?request=waits")) {
            assertThat(recipient.find("body")).not().containsText("waits@example.com");
            recipient.text("Reveal the handle").click();

            assertThat(recipient.find("#revealed")).containsText("waits@example.com shown to you");
            recipient.isQuiet().isAccessible();
        }
        try (View log = open("/operations?kind=HANDLES_REVEALED")) {
            log.says("w***@example.com");
            assertThat(log.find("body")).not().containsText("waits@example.com");
        }
    }

    @Test
    void what_cannot_be_read_and_whom_nobody_knows_is_said() {
        try (View recipient = open("/recipient?recipient=nobody")) {
            recipient.says("can be read neither as a phone number").isAccessible();
        }
        try (View recipient = open("/recipient?recipient=%2B19495550199")) {
            recipient.says("knows nothing of this recipient").isQuiet();
        }
        try (View recipient = open("/recipient?request=nothing")) {
            recipient.says("Pool default knows no request nothing");
        }
    }
}
