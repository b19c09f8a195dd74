package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.support.Until;
import dev.linewarden.support.View;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspensionViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/suspension";
    }

    @Test
    void a_label_is_suspended_after_a_look_at_what_it_holds_and_resumed_with_a_reason() {
        fleet().wait("held-back", Map.of("campaign", "held-back"));
        try (View suspend = open()) {
            suspend.find("#of-label input[name=label]").fill("campaign=held-bakc");
            suspend.find("#of-label input[name=reason]").fill("the price is wrong");
            suspend.find("#of-label button").click();
            suspend.says("Nothing that waits carries campaign=held-bakc");
            suspend.find("#of-label input[name=label]").fill("campaign=held-back");
            suspend.find("#of-label select").selectOption("4h");
            suspend.find("#of-label button").click();
            suspend.says("Of what waits now, 1 is concerned");
            suspend.page().getByText("Yes, suspend it").click();
            suspend.says("campaign=held-back of pool default is suspended until");
            assertThat(suspend.find("#live .alerts")).containsText("the price is wrong");
            suspend.isAccessible();

            try (View fleet = open("/")) {
                fleet.says("campaign=held-back is suspended until")
                        .says("the price is wrong")
                        .isAccessible();
                fleet.isQuiet();
            }
            suspend.page().onDialog(dialog -> dialog.accept("corrected"));
            suspend.find("button[aria-label='Resume campaign=held-back']").click();
            suspend.says("campaign=held-back of pool default sends again").isQuiet();
            Until.holds(() -> fleet().http()
                    .get("/pools/default")
                    .json()
                    .path("suspensions")
                    .isEmpty());
        }
    }

    @Test
    void a_pool_is_not_suspended_by_leaving_a_field_empty() {
        try (View suspend = open()) {
            suspend.find("#of-label input[name=reason]").fill("in haste");
            suspend.find("#of-label button").click();
            suspend.says("Not done: label is key=value");
        }
    }
}
