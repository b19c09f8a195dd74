package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WaitingRoomViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/waiting";
    }

    @Test
    void it_says_what_waits_for_what_until_when() {
        try (View room = open()) {
            assertThat(row(room, "waits")).containsText(Pattern.compile("SCHEDULED.*in \\d+ min", Pattern.DOTALL));
            assertThat(row(room, "held")).containsText(Pattern.compile("AWAITING_REPLY.*held.*reply", Pattern.DOTALL));
        }
    }

    @Test
    void it_is_searched_and_the_search_is_in_the_address() {
        try (View room = open()) {
            room.press("/");
            room.find("input[name=label]").fill("campaign=spring");
            room.press("Enter").says("Those that match");

            assertThat(row(room, "waits")).isVisible();
            assertThat(row(room, "held")).not().isVisible();
            assertThat(room.page()).hasURL(Pattern.compile("label=campaign%3Dspring"));
        }
    }

    @Test
    void one_is_cancelled_with_a_reason_and_what_became_of_it_is_told() {
        fleet().wait("cancel-one", Map.of());
        try (View room = open()) {
            room.page().onDialog(dialog -> dialog.accept("a test"));
            row(room, "cancel-one").getByText("Cancel", exactly()).click();

            assertThat(room.find("#outcome")).containsText("cancel-one: rejected, CANCELLED");
            assertThat(row(room, "cancel-one")).not().isVisible();
        }
    }

    @Test
    void what_is_pressed_before_the_page_is_whole_is_done_once_it_is() {
        fleet().wait("cancel-early", Map.of());
        try (View room = View.before("**/htmx.min.js", fleet().at("/waiting"))) {
            room.page().onDialog(dialog -> dialog.accept("a test"));
            room.page().locator("button[aria-label='Cancel cancel-early']").click();
            room.becomesWhole();

            assertThat(room.find("#outcome")).containsText("cancel-early: rejected, CANCELLED");
        }
    }

    @Test
    void all_that_match_are_cancelled_together_each_with_its_outcome() {
        fleet().wait("cancel-a", Map.of("campaign", "over"));
        fleet().wait("cancel-b", Map.of("campaign", "over"));
        try (View room = open("/waiting?label=campaign%3Dover")) {
            room.page().onDialog(dialog -> dialog.accept("a test"));
            room.text("Cancel all that match …").click();

            assertThat(room.find("#outcome")).containsText("2 rejected, CANCELLED.");
            room.text("Each of them").click();
            assertThat(room.find("#outcome")).containsText("cancel-a: rejected, CANCELLED");
            room.says("Nothing that waits matches.").isQuiet();
        }
    }

    @Test
    void who_gives_no_reason_has_nothing_done() {
        try (View room = open()) {
            room.page().onDialog(dialog -> dialog.accept(" "));
            row(room, "waits").getByText("Cancel", exactly()).click();

            assertThat(room.find("#outcome")).containsText("Not done: say why");
            assertThat(row(room, "waits")).isVisible();
        }
    }

    private static com.microsoft.playwright.Locator row(View room, String id) {
        return room.find("tbody tr:has(th a:text-is('" + id + "'))");
    }

    private static com.microsoft.playwright.Locator.GetByTextOptions exactly() {
        return new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true);
    }
}
