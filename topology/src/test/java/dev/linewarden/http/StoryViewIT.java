package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StoryViewIT extends ViewIT {

    @Override
    String path() {
        return "/story?id=sent";
    }

    @Test
    void a_request_is_asked_for_by_its_id() {
        try (View story = open("/story")) {
            story.says("Everything that was decided about one request").press("/");
            story.page().keyboard().type("refused");
            story.press("Enter").says("FIRST_MESSAGE_LINK");

            assertThat(story.page()).hasURL(Pattern.compile("id=refused"));
            assertThat(story.find(".story h2").first()).containsText("✕ rejected");
            story.stoodStill().isQuiet();
        }
    }

    @Test
    void nobody_is_named_in_full() {
        try (View story = open()) {
            assertThat(story.find("main")).not().containsText("sent@example.com");
            assertThat(story.find("main")).not().containsText("Shall we talk?");
        }
    }

    @Test
    void of_one_that_nobody_knows_it_says_what_to_check() {
        try (View story = open("/story?id=nothing")) {
            story.says("No decision about nothing in pool default: check the id and the pool.")
                    .isAccessible();
        }
    }
}
