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
            alerts.text("The hour before").first().click();
            assertThat(alerts.find("#hour")).containsText("The hour before");
            alerts.isQuiet();
        }
    }

    @Test
    void it_is_narrowed_down_and_the_address_keeps_how() {
        try (View alerts = open()) {
            alerts.find("select[name=kind]").selectOption("CLOCK_SKEW");
            alerts.text("Show").click();
            alerts.says("No alert of the last 30 days matches.").isQuiet();

            assertThat(alerts.page()).hasURL(Pattern.compile("kind=CLOCK_SKEW"));
            alerts.text("Show all that are open").click();
            assertThat(alerts.find(".alert:has-text('LINE_FLAGGED')").first()).isVisible();
        }
    }

    @Test
    void one_is_taken_in_hand_and_everybody_sees_by_whom_and_when() {
        fleet().flag("line-5");
        try (View alerts = open("/alerts?about=line-5")) {
            alerts.page().onDialog(dialog -> dialog.accept("on it"));
            alerts.text("Acknowledge").click();

            assertThat(alerts.find("#outcome")).containsText("1 alert is in the hand of");
            alerts.says("No alert of the last 30 days matches.").isQuiet();
        }
        try (View others = open("/alerts?about=line-5&state=acknowledged")) {
            others.says("✓ acknowledged by somebody on this machine")
                    .says("on it")
                    .isAccessible();
        }
        try (View log = open("/operations")) {
            assertThat(log.find("tbody tr").first())
                    .containsText(Pattern.compile("alert acknowledged.*on it", Pattern.DOTALL));
        }
    }

    @Test
    void where_nothing_needs_a_hand_it_says_so() {
        try (View alerts = open("/alerts?pool=empty")) {
            alerts.says("nothing needs a hand").isAccessible();
        }
    }
}
