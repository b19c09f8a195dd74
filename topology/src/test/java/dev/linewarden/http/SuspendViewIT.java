package dev.linewarden.http;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.support.Until;
import dev.linewarden.support.View;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuspendViewIT extends ViewIT {

    @Override
    String path() {
        return "/suspend?pool=pauses&line=line-of-pauses";
    }

    @BeforeEach
    void a_line() {
        if (fleet().http().get("/pools/pauses/lines/line-of-pauses").status() != 200) {
            fleet().cluster()
                    .publish(LineUpdates.of(
                            "pauses", "line-of-pauses", "server-9", LineStatus.ACTIVE, null, Instant.now(), null));
            Until.holds(() -> status().equals("ACTIVE"));
        }
    }

    private static String status() {
        return fleet().http()
                .get("/pools/pauses/lines/line-of-pauses")
                .json()
                .path("status")
                .asText();
    }

    @Test
    void a_line_is_paused_for_a_time_with_a_reason_and_brought_back() {
        try (View suspend = open()) {
            suspend.find("#pause-form input[name=reason]").fill("too warm");
            suspend.page()
                    .getByText("Pause", new com.microsoft.playwright.Page.GetByTextOptions().setExact(true))
                    .last()
                    .click();
            suspend.says("line-of-pauses is paused, and returns by itself");
            Until.holds(() -> status().equals("PAUSED"));
            suspend.page().reload();
            suspend.says("‖ paused").says("too warm");
            suspend.find("#pause-form input[name=reason]").fill("cooled down");
            suspend.find("button[hx-post='/suspend/return']").click();
            suspend.says("is brought back").isQuiet();
            Until.holds(() -> status().equals("ACTIVE"));
        }
    }
}
