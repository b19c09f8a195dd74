package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.support.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ready-made calendars of the states, held against the public summaries that they were taken from. */
class UsStatesTest {

    private static final LocalDate WEDNESDAY = LocalDate.parse("2026-07-15");
    private static final LocalDate SATURDAY = LocalDate.parse("2026-07-18");
    private static final LocalDate SUNDAY = LocalDate.parse("2026-07-19");
    private static final LocalDate CHRISTMAS = LocalDate.parse("2026-12-25");

    // A state, an area code that lies in one zone, hours on weekdays, on Saturdays, on Sundays and at Christmas, a
    // Friday.
    private static final String TABLE = """
            AL 205 America/Chicago     08-20 08-20 -     -
            AZ 602 America/Phoenix     08-21 08-21 08-21 08-21
            AR 501 America/Chicago     08-21 08-21 08-21 08-21
            CA 213 America/Los_Angeles 09-21 09-21 09-21 09-21
            CO 303 America/Denver      08-21 08-21 08-21 08-21
            CT 203 America/New_York    09-20 09-20 09-20 09-20
            DC 202 America/New_York    08-21 08-21 08-21 08-21
            DE 302 America/New_York    08-21 08-21 08-21 08-21
            FL 305 America/New_York    08-20 08-20 08-20 08-20
            GA 404 America/New_York    08-21 08-21 08-21 08-21
            HI 808 Pacific/Honolulu    08-21 08-21 08-21 08-21
            IA 319 America/Chicago     08-21 08-21 08-21 08-21
            IL 312 America/Chicago     09-21 09-21 09-21 09-21
            IN 317 America/New_York    08-21 08-21 08-21 08-21
            KS 316 America/Chicago     08-21 08-21 08-21 08-21
            KY 502 America/New_York    10-21 10-21 10-21 10-21
            LA 504 America/Chicago     08-20 08-20 -     -
            MA 617 America/New_York    08-20 08-20 08-20 08-20
            MD 301 America/New_York    08-20 08-20 08-20 08-20
            ME 207 America/New_York    09-17 -     -     09-17
            MI 313 America/New_York    09-21 09-21 09-21 09-21
            MN 612 America/Chicago     09-21 09-21 09-21 09-21
            MO 314 America/Chicago     08-21 08-21 08-21 08-21
            MS 601 America/Chicago     08-20 08-20 -     -
            MT 406 America/Denver      08-21 08-21 08-21 08-21
            NC 704 America/New_York    08-21 08-21 08-21 08-21
            NH 603 America/New_York    08-21 08-21 08-21 08-21
            NJ 201 America/New_York    08-20 08-20 08-20 08-20
            NM 505 America/Denver      09-21 09-21 09-21 09-21
            NV 702 America/Los_Angeles 09-20 09-20 09-20 09-20
            NY 212 America/New_York    08-21 08-21 08-21 08-21
            OH 216 America/New_York    08-21 08-21 08-21 08-21
            OK 405 America/Chicago     08-20 08-20 08-20 08-20
            OR 503 America/Los_Angeles 08-20 08-20 08-20 08-20
            PA 215 America/New_York    09-19 09-19 -     -
            RI 401 America/New_York    09-18 10-17 10-17 -
            SC 803 America/New_York    08-21 08-21 08-21 08-21
            TN 615 America/Chicago     08-21 08-21 08-21 08-21
            TX 214 America/Chicago     09-21 09-21 12-21 09-21
            UT 801 America/Denver      08-21 08-21 08-21 -
            VA 703 America/New_York    08-21 08-21 08-21 08-21
            VT 802 America/New_York    08-21 08-21 08-21 08-21
            WA 206 America/Los_Angeles 08-20 08-20 08-20 08-20
            WI 414 America/Chicago     08-21 08-21 08-21 08-21
            WV 304 America/New_York    08-21 08-21 08-21 08-21
            WY 307 America/Denver      08-20 08-20 08-20 08-20
            """;

    private final TestGate gate = new TestGate();
    private int requests;

    UsStatesTest() throws IOException {
        gate.now = Instant.parse("2026-01-01T00:00:00Z");
        gate.policy(Files.readString(PolicyFiles.FOLDER.resolve("us-states.yaml")) + """
                consent: {required: false}
                burst: {mode: off}
                follow-ups: {mode: off}
                first-message: {mode: off}
                """);
        gate.lines("line-1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void each_state_is_texted_from_its_opening_until_just_before_its_closing(String row) {
        String[] columns = row.split("\\s+");
        String number = "+1" + columns[1] + "5550123";
        ZoneId zone = ZoneId.of(columns[2]);
        List<LocalDate> days = List.of(WEDNESDAY, SATURDAY, SUNDAY, CHRISTMAS);
        for (int day = 0; day < days.size(); day++) {
            check(number, zone, days.get(day), columns[3 + day]);
        }
    }

    static Stream<String> each_state_is_texted_from_its_opening_until_just_before_its_closing() {
        return TABLE.lines();
    }

    private void check(String number, ZoneId zone, LocalDate day, String hours) {
        if (hours.equals("-")) {
            assertThat(isSentAt(number, zone, day, LocalTime.NOON))
                    .as(day + " at noon")
                    .isFalse();
            return;
        }
        LocalTime opening = LocalTime.parse(hours.substring(0, 2) + ":00");
        LocalTime closing = LocalTime.parse(hours.substring(3) + ":00");
        assertThat(isSentAt(number, zone, day, opening.minusNanos(1_000_000)))
                .as(day + " before " + opening)
                .isFalse();
        assertThat(isSentAt(number, zone, day, opening))
                .as(day + " at " + opening)
                .isTrue();
        assertThat(isSentAt(number, zone, day, closing.minusNanos(1_000_000)))
                .as(day + " before " + closing)
                .isTrue();
        assertThat(isSentAt(number, zone, day, closing))
                .as(day + " at " + closing)
                .isFalse();
    }

    @Test
    void every_state_has_its_row() {
        Set<String> states = new HashSet<>();
        TABLE.lines().forEach(row -> states.add(row.substring(0, 2)));
        states.addAll(Set.of("AK", "ID", "NE", "ND", "SD")); // below: each of their codes lies in two zones
        assertThat(states).hasSize(51);
    }

    @ParameterizedTest
    @CsvSource({
        "ID, 208, 2026-07-15T13:59:59.999Z, false", // 06:59 Boise, 07:59 in the north
        "ID, 208, 2026-07-15T15:00:00Z, true",
        "ID, 208, 2026-07-16T03:00:00Z, false", // 21:00 Boise
        "NE, 308, 2026-07-15T13:59:59.999Z, false",
        "NE, 308, 2026-07-15T14:00:00Z, true",
        "NE, 308, 2026-07-16T02:00:00Z, false",
        "ND, 701, 2026-07-15T14:00:00Z, true",
        "ND, 701, 2026-07-16T02:00:00Z, false",
        "SD, 605, 2026-07-15T14:00:00Z, true",
        "SD, 605, 2026-07-16T02:00:00Z, false",
        "AK, 907, 2026-07-15T16:59:59.999Z, false",
        "AK, 907, 2026-07-15T17:00:00Z, true",
        "AK, 907, 2026-07-16T05:00:00Z, false",
        "FL, 850, 2026-07-15T12:59:59.999Z, false",
        "FL, 850, 2026-07-15T13:00:00Z, true",
        "FL, 850, 2026-07-15T23:59:59.999Z, true",
        "FL, 850, 2026-07-16T00:00:00Z, false"
    })
    void where_a_code_lies_in_two_zones_both_are_awake(String state, String code, Instant at, boolean sent) {
        assertThat(isSentAt("+1" + code + "5550123", at)).as(state).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "2055550123, 2026-07-03T17:00:00Z, 2026-07-06T13:00:00Z", // AL: the Fourth on a Saturday, kept on Friday;
        // Sunday
        "2055550123, 2027-07-04T17:00:00Z, 2027-07-06T13:00:00Z", // AL: on a Sunday, kept on Monday
        "2055550123, 2027-12-24T02:00:00Z, 2027-12-27T14:00:00Z", // AL: Christmas on a Saturday, kept on Friday; Sunday
        "5045550123, 2026-11-01T02:00:00Z, 2026-11-04T14:00:00Z", // LA: All Saints on a Sunday, Monday, election day
        "2155550123, 2026-10-17T23:00:00Z, 2026-10-19T13:00:00Z", // PA: the first Sunday of the law
        "2075550123, 2026-07-17T21:00:00Z, 2026-07-20T13:00:00Z", // ME: from Friday to Monday
        "8015550123, 2026-07-24T18:00:00Z, 2026-07-25T14:00:00Z", // UT: Pioneer Day
        "4015550123, 2026-08-10T18:00:00Z, 2026-08-11T13:00:00Z" // RI: Victory Day
    })
    void what_is_closed_waits_for_the_next_open_morning(String number, Instant at, Instant morning) {
        gate.until(at);
        assertThat(gate.ask(to("+1" + number)).notBefore()).isEqualTo(morning);
    }

    @Test
    void a_toll_free_number_waits_for_every_state_and_is_sent_within_the_hours_that_all_share() {
        // Honolulu opens at 18:00 UTC, Maine closes at 21:00.
        assertThat(isSentAt("+18005550123", Instant.parse("2026-07-15T17:59:59.999Z")))
                .isFalse();
        assertThat(isSentAt("+18005550123", Instant.parse("2026-07-15T18:00:00Z")))
                .isTrue();
        assertThat(isSentAt("+18005550123", Instant.parse("2026-07-15T20:59:59.999Z")))
                .isTrue();
        assertThat(isSentAt("+18005550123", Instant.parse("2026-07-15T21:00:00Z")))
                .isFalse();
        assertThat(isSentAt("+18005550123", Instant.parse("2026-07-18T18:00:00Z")))
                .isFalse();
    }

    private boolean isSentAt(String number, ZoneId zone, LocalDate day, LocalTime time) {
        return isSentAt(number, day.atTime(time).atZone(zone).toInstant());
    }

    private boolean isSentAt(String number, Instant at) {
        gate.until(at);
        Decision decision = gate.ask(to(number));
        if (decision.outcome() == Outcome.DEFERRED) {
            assertThat(decision.bindingCode()).isEqualTo(Code.QUIET_HOURS);
        }
        return decision.outcome() == Outcome.APPROVED;
    }

    private OutboundRequest to(String number) {
        return new RequestBuilder("r" + requests++, "default", number, "Ready?", gate.now).build();
    }
}
