package dev.linewarden.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InABrowserTest {

    @Test
    void pages_are_tested_where_a_browser_is() {
        assertThat(InABrowser.Condition.decide(Optional.of("/usr/bin/chromium"), true)
                        .isDisabled())
                .isFalse();
    }

    @Test
    void without_a_browser_they_are_skipped_with_a_word() {
        var skipped = InABrowser.Condition.decide(Optional.empty(), false);

        assertThat(skipped.isDisabled()).isTrue();
        assertThat(skipped.getReason().orElse("")).contains("apt-get install chromium");
    }

    @Test
    void where_one_is_required_its_absence_is_a_failure() {
        assertThatThrownBy(() -> InABrowser.Condition.decide(Optional.empty(), true))
                .hasMessageContaining("required");
    }
}
