package dev.linewarden.http;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ShadowPolicy;
import dev.linewarden.support.Until;
import dev.linewarden.support.View;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowViewIT extends LiveViewIT {

    private static final String SECOND = "version: second\nconsent: {required: true}\n";

    @Override
    String path() {
        return "/shadow";
    }

    /** With what both have decided read, which comes a moment later. */
    @Override
    View open() {
        View shadow = super.open();
        shadow.find("#differences table, #differences p:not(.none)").first().waitFor();
        return shadow;
    }

    @BeforeEach
    void a_second_policy_judges() {
        if (!isJudging()) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            fleet().cluster()
                    .publish(new Command(
                            "default", CommandKind.RELEASE, null, null, now, new ShadowPolicy(SECOND, null), null));
            // What waits is planned anew under it, so that it has decided something at once.
            Until.holds(() -> isJudging() && !page().contains("<b>0</b> decided by it"));
        }
    }

    private static boolean isJudging() {
        return page().contains("It judges since");
    }

    private static String page() {
        return fleet().http().get("/shadow", "Accept", "text/html").text();
    }

    @Test
    void it_tells_what_the_second_decided_otherwise_and_ends_with_a_reason() {
        fleet().somethingHappens();
        try (View shadow = open()) {
            shadow.says("second").says("It judges since");
            shadow.find("#end input[name=reason]").fill("seen enough");
            shadow.find("#end button").click();
            shadow.says("Published. It ends at its place in the journal").isQuiet();
            Until.holds(() -> !isJudging());
            shadow.page().reload();
            shadow.says("✕ Over");
        }
    }
}
