package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every view that follows what is decided. */
abstract class LiveViewIT extends ViewIT {

    @Test
    void nothing_moves_and_nothing_fails_while_it_refreshes() {
        try (View view = open()) {
            view.refreshed();
            fleet().somethingHappens();
            view.refreshed().stoodStill().isQuiet();
        }
    }

    @Test
    void it_says_how_old_it_is_when_the_gate_does_not_answer_any_more() {
        try (View view = open()) {
            view.refreshed();
            view.page().route("**/*", route -> route.abort());
            fleet().somethingHappens();

            assertThat(view.find("#stale"))
                    .hasText(
                            Pattern.compile(
                                    "The gate does not answer; it is asked again by itself. What you see is \\d+ seconds old."));
            view.page().unroute("**/*");
            assertThat(view.find("#stale")).isHidden();
        }
    }
}
