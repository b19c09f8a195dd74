package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HealthViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/gate";
    }

    @Test
    void it_says_in_a_word_how_the_gate_does_and_what_it_is_behind_with() {
        try (View health = open()) {
            health.says("● judging").says("Every store here is whole.").says("judges pool default");

            assertThat(health.find("section[aria-labelledby=lag] tbody tr").last())
                    .containsText(Pattern.compile("journal"));
            assertThat(health.find("section[aria-labelledby=threads] tbody tr")).containsText("running");
        }
    }
}
