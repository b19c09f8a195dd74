package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FleetViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/";
    }

    @Test
    void what_needs_a_hand_comes_first() {
        try (View fleet = open()) {
            assertThat(fleet.find("section[aria-labelledby=lines] tbody tr").first())
                    .containsText(Pattern.compile("line-2.*⚑ flagged.*status", Pattern.DOTALL));
        }
    }

    @Test
    void a_pause_holds_what_is_seen_and_says_so() {
        try (View fleet = open()) {
            fleet.refreshed().press("p");

            assertThat(fleet.find("#age")).containsText("paused");
            assertThat(fleet.find("#pause")).hasText("Go on");
            fleet.press("p").refreshed();
            assertThat(fleet.find("#age")).containsText("live");
        }
    }

    @Test
    void the_focus_stays_where_it_was_while_it_refreshes() {
        try (View fleet = open()) {
            fleet.find("a:text-is('line-4')").focus();
            fleet.refreshed();

            assertThat(fleet.find("a:text-is('line-4')")).isFocused();
        }
    }

    @Test
    void digits_lead_to_the_other_views() {
        try (View fleet = open()) {
            fleet.press("2")
                    .says("Waiting room")
                    .press("3")
                    .says("Its id")
                    .press("1")
                    .says("Servers");
        }
    }

    @Test
    void keys_are_heard_as_soon_as_there_is_something_to_see() {
        try (View fleet = View.before("**/webjars/**/*.js", fleet().at("/"))) {
            fleet.press("2");

            assertThat(fleet.page()).hasURL(Pattern.compile("/waiting"));
        }
    }

    @Test
    void a_pause_is_heard_as_soon_as_there_is_something_to_see() {
        try (View fleet = View.before("**/webjars/**/*.js", fleet().at("/"))) {
            fleet.page().locator("#pause").click();
            fleet.becomesWhole();

            assertThat(fleet.find("#pause")).hasText("Go on");
        }
    }

    @Test
    void how_far_back_it_looks_is_in_the_address() {
        try (View fleet = open()) {
            fleet.text("24 h").click();

            assertThat(fleet.page()).hasURL(Pattern.compile("minutes=1440"));
            assertThat(fleet.find(".spans [aria-current]")).hasText("24 h");
        }
    }

    @Test
    void a_pool_without_lines_says_how_to_add_one() {
        try (View fleet = open("/?pool=empty")) {
            fleet.says("No server yet. Add a line:")
                    .says("Nothing was held back")
                    .isAccessible();
        }
    }
}
