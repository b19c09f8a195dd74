package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.View;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinePageViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/line?line=line-1";
    }

    @Test
    void it_is_reached_from_the_fleet() {
        try (View line = open("/")) {
            line.text("line-1").click();

            line.says("Sends a minute").says("on server-1").isQuiet();
        }
    }

    @Test
    void it_says_what_is_sent_and_left_and_who_answers() {
        try (View line = open()) {
            assertThat(line.find("section[aria-labelledby=limits] tbody tr").first())
                    .containsText(Pattern.compile("New conversations today.*50.*now", Pattern.DOTALL));
            line.says("in this time, at most")
                    .says("at most 60 in any 1 min")
                    .says("answered: 0 of 0 openers")
                    .says("people at home")
                    .says("last send");
            assertThat(line.find("#chart .u-legend")).containsText("outreach among them");
        }
    }

    @Test
    void of_a_flagged_line_it_shows_the_hour_before_the_flag_and_any_other() {
        try (View line = open("/line?line=line-2")) {
            line.says("The hour before the flag").says("no-conversation");
            line.text("an hour earlier").click();

            assertThat(line.page()).hasURL(Pattern.compile("at=20"));
            assertThat(line.find("#hour")).not().containsText("The hour before the flag");
            line.stoodStill().isQuiet();
        }
    }

    @Test
    void its_times_are_shown_by_the_clock_that_was_chosen_and_the_address_keeps_it() {
        try (View line = open("/line?line=line-1&zone=America/New_York")) {
            assertThat(line.find("#hour time")).containsText(Pattern.compile("E[SD]T"));
            line.text("Fleet").click();

            assertThat(line.page()).hasURL(Pattern.compile("zone=America%2FNew_York"));
            assertThat(line.find(".zones b")).hasText("America/New_York");
            line.find(".zones a[data-zone=UTC]").click();
            assertThat(line.find(".zones b")).hasText("UTC");
        }
    }

    @Test
    void a_line_that_is_not_there_is_said_not_to_be() {
        try (View line = open("/line?line=nothing")) {
            line.says("Pool default has no line nothing").isAccessible().isQuiet();
        }
    }
}
