package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertsViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/alerts";
    }

    @Test
    void it_tells_what_needs_a_hand_and_how_grave_it_is() {
        try (View alerts = open()) {
            assertThat(alerts.find(".alert:has-text('LINE_FLAGGED')"))
                    .containsText(Pattern.compile("▲ critical.*LINE_FLAGGED.*line-2", Pattern.DOTALL));
            alerts.page().getByText("The hour before").first().click();
            alerts.says("The hour before").isQuiet();
        }
    }

    @Test
    void it_is_narrowed_down_and_the_address_keeps_how() {
        try (View alerts = open()) {
            alerts.find("select[name=kind]").selectOption("CLOCK_SKEW");
            alerts.page().getByText("Show", exactly()).click();
            alerts.says("No alert of the last 30 days matches.").isQuiet();

            assertThat(alerts.page()).hasURL(Pattern.compile("kind=CLOCK_SKEW"));
            alerts.page().getByText("Show all").click();
            alerts.says("LINE_FLAGGED");
        }
    }

    @Test
    void where_nothing_needs_a_hand_it_says_so() {
        try (View alerts = open("/alerts?pool=empty")) {
            alerts.says("nothing needs a hand").isAccessible();
        }
    }

    static com.microsoft.playwright.Page.GetByTextOptions exactly() {
        return new com.microsoft.playwright.Page.GetByTextOptions().setExact(true);
    }
}
