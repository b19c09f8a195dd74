package dev.linewarden.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.QuietHours;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.model.Purpose;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyYamlTest {

    private final PolicyYaml yaml = new PolicyYaml();

    @Test
    void an_empty_text_is_the_default_policy() throws PolicyException {
        assertThat(yaml.parse("")).isEqualTo(Policy.DEFAULT);
        assertThat(yaml.parse("{}")).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void the_defaults_written_out_are_the_default_policy() throws PolicyException {
        assertThat(yaml.parse("""
            version: default
            mode: enforce
            server-quota:      {limit: 5000, zone: UTC, over: reject, reserve-for-replies: 0.0}
            new-conversations: {limit: 50, zone: UTC, over: defer, warm-up: []}
            assignment:        {no-new-users-at: 0.75, alert-at: [0.70, 0.80], max-users-per-line: null}
            burst:             {window: 60s, max: 60, max-outreach: 20, min-gap: 2s, jitter: 1s}
            follow-ups:        {max: 2, spacing: 24h, turn-window: 2m, turn-messages: 3, active-window: 24h, monologue: 10, reset-after: 30d}
            consent:           {required: true, opt-out-words: [], opt-in-words: [], opt-out-phrases: [], confirm-within: 5m}
            quiet-hours:       {from: "21:00", to: "08:00", zone: recipient, fallback-zone: America/New_York, replies-within: 60m, days: {}}
            first-message:     {links: reject, media: reject, question: advise}
            dialogue:          {window: 24h, min-openers: 40, min-reply-rate: 0.05, backoff: 1h}
            flagged-line:      {new-users: reassign, home: hold}
            dormancy:          {prefer-after: 30d, warn-after: 45d, deactivated-after: 60d}
            deferral:          {max-wait: 72h}
            duplicates:        {window: 7d}
            loop:              {window: 5m, max: 30, pause: 1h}
            """).serverQuota().limit()).isEqualTo(5000);
    }

    @Test
    void values_arrive_where_they_belong() throws PolicyException {
        Policy policy = yaml.parse("""
            burst: {window: 90s, mode: observe}
            quiet-hours: {days: {SUNDAY: {to: "12:00"}}, zone: Europe/Berlin}
            new-conversations: {warm-up: [10, 20]}
            first-message: {question: off}
            """);
        assertThat(policy.burst().window()).isEqualTo(Duration.ofSeconds(90));
        assertThat(policy.modeOf("burst")).isEqualTo(Policy.Mode.OBSERVE);
        assertThat(policy.quietHours().general().to(DayOfWeek.SUNDAY)).isEqualTo(LocalTime.NOON);
        assertThat(policy.quietHours().general().from(DayOfWeek.SUNDAY)).isEqualTo(LocalTime.of(21, 0));
        assertThat(policy.newConversations().limitOnDay(2)).isEqualTo(20);
        assertThat(policy.newConversations().limitOnDay(3)).isEqualTo(50);
        assertThat(policy.firstMessage().question()).isEqualTo(Policy.Strictness.OFF);
    }

    @Test
    void closed_days_holidays_and_exemptions_arrive_and_a_region_keeps_what_it_does_not_say() throws PolicyException {
        QuietHours hours = yaml.parse("""
            quiet-hours:
              days: {SUNDAY: closed}
              holidays: [2026-12-25]
              exempt: [TRANSACTIONAL]
              regions: {US-AL: {from: "20:00"}, US-TX: {days: {SUNDAY: {to: "12:00"}}, holidays: []}}
            """).quietHours();
        assertThat(hours.exempt()).containsExactly(Purpose.TRANSACTIONAL);
        assertThat(hours.general().isClosed(LocalDate.parse("2026-12-20"))).isTrue();
        assertThat(hours.general().isClosed(LocalDate.parse("2026-12-21"))).isFalse();
        assertThat(hours.regions().get("US-AL").isClosed(LocalDate.parse("2026-12-25")))
                .isTrue();
        assertThat(hours.regions().get("US-AL").isClosed(DayOfWeek.SUNDAY)).isTrue();
        assertThat(hours.regions().get("US-TX").isClosed(LocalDate.parse("2026-12-25")))
                .isFalse();
        assertThat(hours.regions().get("US-TX").isClosed(DayOfWeek.SUNDAY)).isFalse();
    }

    @Test
    void an_unknown_key_is_named_with_its_line_and_the_nearest_one() {
        assertThatThrownBy(() -> yaml.parse("version: x\nburst:\n  windw: 60s\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessage("line 3, column 3: unknown key 'windw' in burst; did you mean 'window'?");
    }

    @Test
    void every_error_is_listed_in_order() {
        List<PolicyError> errors = yaml.check("brst: {}\nburst: {max: many, window: 1y}\nmode: on\n")
                .errors();
        assertThat(errors).extracting(PolicyError::line).containsExactly(1, 2, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "burst: {max: 0} | a whole number from 1",
                "burst: {min-gap: -1s} | a duration from 0s",
                "burst: {window: 2h} | a duration from",
                "server-quota: {zone: Mars/Olympus} | an IANA zone",
                "server-quota: {over: explode} | reject | defer",
                "assignment: {no-new-users-at: 1.5} | a share from 0 to 1",
                "quiet-hours: {from: \"25:00\"} | a quoted time of day",
                "quiet-hours: {from: \"08:00\"} | from and to are the same",
                "quiet-hours: {days: {MONDAY: closed, TUESDAY: closed, WEDNESDAY: closed, THURSDAY: closed, FRIDAY:"
                        + " closed, SATURDAY: closed, SUNDAY: closed}} | every day of the week is closed",
                "quiet-hours: {regions: {US-AL: {days: {SUNDAY: shut}}}} | must be a mapping",
                "quiet-hours: {holidays: [2026-02-29]} | is not a date such as 2026-12-25",
                "quiet-hours: {exempt: [login]} | is not CONVERSATIONAL",
                "duplicates: {mode: off} | unknown key 'mode'",
                "version: \"a\\ud83d\" | holds half a character",
                "mode: off | is not enforce | observe",
                "burst: [1] | burst must be a mapping",
                "burst: {max: 1, max: 2} | given twice",
                "a: b: c | not YAML"
            })
    void an_impossible_value_says_what_is_allowed(String text, String expected) {
        assertThat(yaml.check(text).errors()).isNotEmpty();
        assertThat(yaml.check(text).errors().toString()).contains(expected.split("\\|")[0].strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-out-words", "opt-in-words", "opt-out-phrases"})
    void a_word_of_which_nothing_is_left_to_hear_is_an_error(String key) throws PolicyException {
        assertThatThrownBy(() -> yaml.parse("consent:\n  required: true\n  " + key + ": [stopp, \"🛑\"]"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining(key)
                .hasMessageContaining("🛑");
        assertThatThrownBy(() -> yaml.parse("consent: {" + key + ": [\" \"]}")).isInstanceOf(PolicyException.class);
        assertThat(yaml.parse("consent: {" + key + ": [x]}").consent().wishes())
                .isNotEqualTo(yaml.parse("").consent().wishes());
    }

    @Test
    void whole_numbers_are_checked_at_their_bounds() {
        assertThat(yaml.check("burst: {max: 1}").errors()).isEmpty();
        assertThat(yaml.check("burst: {max: 0}").errors()).hasSize(1);
        assertThat(yaml.check("burst: {max: 1000000}").errors()).isEmpty();
        assertThat(yaml.check("burst: {max: 1000001}").errors()).hasSize(1);
        assertThat(yaml.check("burst: {window: 1h}").errors()).isEmpty();
        assertThat(yaml.check("burst: {window: 3601s}").errors()).hasSize(1);
    }
}
