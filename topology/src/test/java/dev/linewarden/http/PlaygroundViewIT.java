package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlaygroundViewIT extends ViewIT {

    private static final String SOMEBODY = "/playground?recipient=%2B19495550123&text=";

    @Override
    String path() {
        return SOMEBODY + "Shall%20we%20talk%3F";
    }

    @Test
    void a_request_is_judged_in_the_pool_as_it_is() {
        try (View playground = open("/playground")) {
            playground.find("input[name=recipient]").fill("+1 949 555 0123");
            playground.find("textarea").fill("Look: https://example.com/a");
            playground.text("Judge it").click();

            assertThat(playground.find("#verdict"))
                    .containsText(Pattern.compile("✕ rejected.*FIRST_MESSAGE_LINK", Pattern.DOTALL));
            assertThat(playground.page()).hasURL(Pattern.compile("text=Look"));
            playground.stoodStill().isQuiet();
        }
    }

    @Test
    void nothing_is_spent_however_often_it_is_asked() {
        try (View playground = open()) {
            for (int again = 0; again < 3; again++) {
                playground.page().reload();
                assertThat(playground.find("#verdict")).containsText("✓ approved");
            }
        }
        org.assertj.core.api.Assertions.assertThat(
                        fleet().http().get("/recipients/%2B19495550123").status())
                .isEqualTo(404);
    }

    @Test
    void it_knows_what_the_gate_knows() {
        try (View playground = open("/playground?recipient=sent@example.com&text=And%3F&line=line-3")) {
            assertThat(playground.find("#verdict"))
                    .containsText(Pattern.compile("… deferred.*LINE_PAUSED.*Held until", Pattern.DOTALL));
        }
    }

    @Test
    void what_cannot_be_read_is_said_by_its_field() {
        try (View playground = open(SOMEBODY + "Hi&not_before=tomorrow")) {
            playground.says("not_before is not a time such as").isAccessible();
        }
    }
}
