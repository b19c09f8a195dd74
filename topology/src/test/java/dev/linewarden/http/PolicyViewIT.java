package dev.linewarden.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.support.Until;
import dev.linewarden.support.View;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PolicyViewIT extends ViewIT {

    @Override
    String path() {
        return "/policy";
    }

    @Test
    void an_error_stands_at_its_line_and_a_key_is_completed_as_it_is_typed() {
        try (View policy = open()) {
            policy.find("#text").fill("version: next\nburst: {maximum: 3}\n");
            policy.says("maximum");
            assertThat(policy.find("#lines")).containsText("✕ 2");
            assertThat(policy.find("#apply")).isDisabled();
            policy.isAccessible();

            policy.find("#text").fill("");
            policy.find("#text").pressSequentially("quiet-h");
            assertThat(policy.find("#keys [aria-selected=true]")).containsText("quiet-hours");
            policy.press("Tab");
            assertThat(policy.find("#text")).hasValue("quiet-hours: {");
            policy.isQuiet();
        }
    }

    @Test
    void what_is_applied_is_in_force_and_whoever_looked_at_another_is_told_and_loses_nothing() {
        aPool("policies");
        try (View first = open("/policy?pool=policies");
                View second = open("/policy?pool=policies")) {
            apply(first, "version: one\n");
            first.says("✓ In force").isQuiet();

            apply(second, "version: two\n");
            second.says("Not done: somebody has published another policy");
            assertThat(second.find("#text")).hasValue("version: two\n");
        }
    }

    private static void aPool(String pool) {
        String line = "line-of-" + pool;
        fleet().cluster()
                .publish(LineUpdates.of(pool, line, "server-of-" + pool, LineStatus.ACTIVE, null, Instant.now(), null));
        Until.holds(
                () -> fleet().http().get("/pools/" + pool + "/lines/" + line).status() == 200);
    }

    private static void apply(View policy, String text) {
        policy.find("#text").fill(text);
        assertThat(policy.find("#apply")).isEnabled();
        policy.find("#editor input[name=reason]").fill("a test");
        policy.find("#apply").click();
    }
}
