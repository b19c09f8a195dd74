package dev.linewarden.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linewarden.policy.PolicyDiff.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDiffTest {

    @Test
    void what_is_written_otherwise_and_means_the_same_is_no_difference() {
        assertThat(diff(
                        "burst: {max: 60, window: 60s}\nconsent: {opt-out-words: [a, b]}\nquiet-hours: {from: '21:00'}",
                        "# the defaults\nburst: {window: 1m}\nconsent: {opt-out-words: [b, a]}\n"
                                + "quiet-hours: {days: {SUNDAY: {to: '08:00'}}, regions: {US-TX: {from: '21:00'}}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "burst: {max: 40}                          | burst.max                        | STRICTER",
                "burst: {max: 80}                          | burst.max                        | LOOSER",
                "burst: {window: 90s}                      | burst.window                     | STRICTER",
                "burst: {jitter: 9s}                       | burst.jitter                     | NEITHER",
                "burst: {mode: off}                        | burst.mode                       | LOOSER",
                "mode: observe                             | mode                             | LOOSER",
                "assignment: {max-users-per-line: 400}     | assignment.max-users-per-line    | STRICTER",
                "new-conversations: {warm-up: [10, 20]}    | new-conversations.warm-up        | STRICTER",
                "new-conversations: {warm-up: [50, 60]}    | new-conversations.warm-up        | NEITHER",
                "consent: {required: false}                | consent.required                 | LOOSER",
                "consent: {opt-out-words: [adieu]}          | consent.opt-out-words            | STRICTER",
                "consent: {opt-in-words: [again]}          | consent.opt-in-words             | LOOSER",
                "quiet-hours: {from: '20:00'}              | quiet-hours.from                 | STRICTER",
                "quiet-hours: {from: '01:00'}              | quiet-hours.from                 | LOOSER",
                "quiet-hours: {to: '07:00'}                | quiet-hours.to                   | LOOSER",
                "quiet-hours: {exempt: [MARKETING]}        | quiet-hours.exempt               | NEITHER",
                "quiet-hours: {holidays: [2026-12-25]}     | quiet-hours.holidays             | STRICTER",
                "quiet-hours: {days: {SUNDAY: closed}}     | quiet-hours.days.SUNDAY          | STRICTER",
                "quiet-hours: {days: {SUNDAY: {to: '9:00', from: '22:00'}}} | quiet-hours.days.SUNDAY | NEITHER",
                "quiet-hours: {regions: {US-TX: {to: '09:00'}}} | quiet-hours.regions.US-TX.to | STRICTER",
                "first-message: {links: advise}            | first-message.links              | LOOSER",
                "dialogue: {grace: 5h}                     | dialogue.grace                   | NEITHER"
            })
    void a_key_is_stricter_looser_or_neither(String policy, String key, Tendency tendency) {
        assertThat(diff("{}", policy))
                .extracting(Difference::key, Difference::tendency)
                .containsExactly(tuple(key, tendency));
        assertThat(diff(policy, "{}"))
                .extracting(Difference::tendency)
                .containsExactly(
                        switch (tendency) {
                            case STRICTER -> Tendency.LOOSER;
                            case LOOSER -> Tendency.STRICTER;
                            case NEITHER -> Tendency.NEITHER;
                        });
    }

    @Test
    void what_is_observed_or_off_or_only_advised_holds_nothing_back() {
        assertThat(diff(
                        "burst: {mode: off}\nfirst-message: {links: off}",
                        "burst: {mode: observe}\nfirst-message: {links: advise}"))
                .extracting(Difference::tendency)
                .containsOnly(Tendency.NEITHER);
    }

    @Test
    void hours_that_a_region_only_takes_over_differ_once() {
        assertThat(diff(
                        "quiet-hours: {regions: {US: {to: '09:00'}}}",
                        "quiet-hours: {from: '20:00', regions: {US: {to: '09:00'}, US-TX: {to: '10:00'}}}"))
                .extracting(Difference::key, Difference::first, Difference::second)
                .containsExactly(
                        tuple("quiet-hours.from", "21:00", "20:00"),
                        tuple("quiet-hours.regions.US-TX.to", "09:00", "10:00"));
    }

    @Test
    void hours_that_a_weekday_only_takes_over_differ_once() {
        assertThat(diff(
                        "quiet-hours: {days: {SUNDAY: {to: '12:05'}}}",
                        "quiet-hours: {from: '22:30', days: {SUNDAY: {to: '12:05'}}}"))
                .extracting(Difference::key)
                .containsExactly("quiet-hours.from");
    }

    @Test
    void an_evening_that_begins_later_and_leaves_a_sunday_less_is_stricter_in_no_way() {
        assertThat(diff(
                        "quiet-hours: {from: '12:00', days: {SUNDAY: {to: '12:05'}}}",
                        "quiet-hours: {from: '01:00', days: {SUNDAY: {to: '12:05'}}}"))
                .extracting(Difference::tendency)
                .containsExactly(Tendency.NEITHER);
        assertThat(diff(
                        "quiet-hours: {from: '12:00', regions: {FR: {to: '12:05'}}}",
                        "quiet-hours: {from: '01:00', regions: {FR: {to: '12:05'}}}"))
                .extracting(Difference::tendency)
                .containsExactly(Tendency.NEITHER);
    }

    @Test
    void a_sunday_that_a_region_takes_over_into_other_hours_is_stricter_in_no_way() {
        assertThat(diff(
                        "quiet-hours: {regions: {FR: {from: '10:00', to: '09:30'}}}",
                        "quiet-hours: {days: {SUNDAY: {to: '12:00'}}, regions: {FR: {from: '10:00', to: '09:30'}}}"))
                .extracting(Difference::key, Difference::tendency)
                .containsExactly(tuple("quiet-hours.days.SUNDAY", Tendency.NEITHER));
    }

    @Test
    void what_a_region_or_a_weekday_says_for_itself_takes_nothing_from_what_is_said_of_the_general_hours() {
        assertThat(diff(
                        "quiet-hours: {days: {SUNDAY: closed}, regions: {FR: {from: '19:00'}}}",
                        "quiet-hours: {from: '20:00', regions: {FR: {from: '22:00'}}}"))
                .extracting(Difference::key, Difference::tendency)
                .containsExactly(
                        tuple("quiet-hours.from", Tendency.STRICTER),
                        tuple("quiet-hours.days.SUNDAY", Tendency.LOOSER),
                        tuple("quiet-hours.regions.FR.from", Tendency.LOOSER));
    }

    @Test
    void every_key_says_which_way_is_stricter_or_why_none_is() {
        for (Setting setting : new PolicyYaml().check("{}").settings()) {
            PolicyKeys.Note note = PolicyKeys.of(setting.key());
            assertThat((note.stricter() == null) != (note.neither() == null))
                    .as(setting.key())
                    .isTrue();
        }
    }

    private static List<Difference> diff(String first, String second) {
        PolicyYaml reader = new PolicyYaml();
        return PolicyDiff.of(reader.check(first), reader.check(second));
    }
}
