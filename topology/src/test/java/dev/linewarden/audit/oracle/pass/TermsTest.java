package dev.linewarden.audit.oracle.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Strictness;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.support.PolicyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit's own reading of policies, held against the gate's: the one place at which they meet. */
class TermsTest {

    private static final String EVERY_KEY = """
            version: every
            server-quota: {limit: 4_999, zone: America/New_York, over: defer, reserve-for-replies: 0.3}
            new-conversations: {limit: 49, zone: Asia/Tokyo, warm-up: [10, 20, 30]}
            assignment: {no-new-users-at: 0.6, max-users-per-line: 400}
            burst: {window: 90s, max: 30, max-outreach: 7, min-gap: 1500ms, jitter: 0s}
            follow-ups: {max: 1, spacing: 2d, turn-window: 3m, turn-messages: 2, active-window: 12h, monologue: 5, reset-after: 60d}
            consent: {required: false, opt-out-words: [basta], opt-in-words: [weiter], opt-out-phrases: ["no thank you"], confirm-within: 2m}
            quiet-hours:
              from: "20:00"
              to: 9:00
              zone: Europe/Berlin
              fallback-zone: UTC
              replies-within: 30m
              exempt: [TRANSACTIONAL]
              days: {SUNDAY: closed, SATURDAY: {to: "10:30"}}
              holidays: [2026-12-25]
              regions:
                US-TX: {from: "21:00", days: {SUNDAY: {to: "12:00"}}}
                US: {holidays: [2026-07-04]}
            first-message: {links: advise, media: reject, question: reject}
            dialogue: {window: 3d, min-openers: 20, min-reply-rate: 0.1, grace: 30m, backoff: 2h}
            flagged-line: {home: reassign}
            deferral: {max-wait: 24h}
            duplicates: {window: 3d}
            loop: {window: 1m, max: 12, pause: 20m, mode: observe}
            line: {mode: off}
            """;

    @Test
    void every_key_is_read_as_the_gate_reads_it() throws Exception {
        List<String> texts = new ArrayList<>(List.of("{}", "", "mode: observe\n", EVERY_KEY));
        for (Path file : PolicyFiles.readyMade()) {
            texts.add(Files.readString(file));
        }
        for (String text : texts) {
            compare(new Terms(text), new PolicyYaml().parse(text));
        }
    }

    @Test
    void a_policy_is_named_as_decisions_name_it() {
        assertThat(Terms.hashOf(EVERY_KEY)).isEqualTo(PolicyHash.of(EVERY_KEY));
        assertThat(Terms.DEFAULT.hash).isEqualTo(PolicyHash.OF_DEFAULTS);
    }

    private static void compare(Terms terms, Policy policy) {
        assertThat(terms.serverLimit).isEqualTo(policy.serverQuota().limit());
        assertThat(terms.outreachLimit).isEqualTo(policy.serverQuota().outreachLimit());
        same(terms.serverZone, policy.serverQuota().zone());
        assertThat(terms.newLimit).isEqualTo(policy.newConversations().limit());
        same(terms.newZone, policy.newConversations().zone());
        assertThat(terms.warmUp).isEqualTo(policy.newConversations().warmUp());
        assertThat(terms.noNewUsersAt).isEqualTo(policy.assignment().noNewUsersAt());
        assertThat(terms.mostUsers).isEqualTo(policy.assignment().maxUsersPerLine());
        assertThat(terms.window).isEqualTo(policy.burst().window().toMillis());
        assertThat(terms.max).isEqualTo(policy.burst().max());
        assertThat(terms.maxOutreach).isEqualTo(policy.burst().maxOutreach());
        assertThat(terms.minGap).isEqualTo(policy.burst().minGap().toMillis());
        assertThat(terms.mostTurns).isEqualTo(1 + policy.followUps().max());
        assertThat(terms.spacing).isEqualTo(policy.followUps().spacing().toMillis());
        assertThat(terms.turnWindow).isEqualTo(policy.followUps().turnWindow().toMillis());
        assertThat(terms.turnMessages).isEqualTo(policy.followUps().turnMessages());
        assertThat(terms.activeWindow)
                .isEqualTo(policy.followUps().activeWindow().toMillis());
        assertThat(terms.monologue).isEqualTo(policy.followUps().monologue());
        assertThat(terms.resetAfter).isEqualTo(policy.followUps().resetAfter().toMillis());
        assertThat(terms.consentRequired).isEqualTo(policy.consent().required());
        assertThat(terms.confirmWithin)
                .isEqualTo(policy.consent().confirmWithin().toMillis());
        assertThat(terms.optOutWords).isEqualTo(policy.consent().wishes().optOutWords());
        assertThat(terms.optInWords).isEqualTo(policy.consent().wishes().optInWords());
        assertThat(terms.optOutPhrases).isEqualTo(policy.consent().wishes().optOutPhrases());
        quietHours(terms, policy.quietHours());
        assertThat(terms.linksRejected).isEqualTo(policy.firstMessage().links() == Strictness.REJECT);
        assertThat(terms.mediaRejected).isEqualTo(policy.firstMessage().media() == Strictness.REJECT);
        assertThat(terms.statementsRejected).isEqualTo(policy.firstMessage().question() == Strictness.REJECT);
        assertThat(terms.dialogueWindow).isEqualTo(policy.dialogue().window().toMillis());
        assertThat(terms.minOpeners).isEqualTo(policy.dialogue().minOpeners());
        assertThat(terms.minReplyRate).isEqualTo(policy.dialogue().minReplyRate());
        assertThat(terms.grace).isEqualTo(policy.dialogue().grace().toMillis());
        assertThat(terms.backoff).isEqualTo(policy.dialogue().backoff().toMillis());
        assertThat(terms.flaggedReassigned).isEqualTo(policy.flaggedLine().home() == Policy.Rehoming.REASSIGN);
        assertThat(terms.maxWait).isEqualTo(policy.deferral().maxWait().toMillis());
        assertThat(terms.duplicatesWindow)
                .isEqualTo(policy.duplicates().window().toMillis());
        assertThat(terms.loopWindow).isEqualTo(policy.loop().window().toMillis());
        assertThat(terms.loopMax).isEqualTo(policy.loop().max());
        assertThat(terms.loopPause).isEqualTo(policy.loop().pause().toMillis());
        for (Check check : Check.values()) {
            if (!check.rule().isEmpty()) {
                assertThat(terms.enforces(check.rule())).isEqualTo(policy.modeOf(check.rule()) == Policy.Mode.ENFORCE);
            }
        }
    }

    private static void quietHours(Terms terms, Policy.QuietHours hours) {
        calendar(terms.hours, hours.general());
        assertThat(terms.regions.keySet()).isEqualTo(hours.regions().keySet());
        for (Map.Entry<String, Hours> region : terms.regions.entrySet()) {
            calendar(region.getValue(), hours.regions().get(region.getKey()));
        }
        same(terms.quietZone, hours.zone());
        same(terms.fallbackZone, hours.fallbackZone());
        assertThat(terms.repliesWithin).isEqualTo(hours.repliesWithin().toMillis());
        assertThat(terms.exempt)
                .containsExactlyInAnyOrderElementsOf(
                        hours.exempt().stream().map(Enum::name).toList());
    }

    /** On the first and the last quiet and waking minute of each day. */
    private static void calendar(Hours ours, Policy.Calendar theirs) {
        assertThat(ours.holidays()).isEqualTo(theirs.holidays());
        for (DayOfWeek day : DayOfWeek.values()) {
            Hours.Day own = ours.days().get(day);
            assertThat(own != null && own.closed()).isEqualTo(theirs.isClosed(day));
            assertThat(own == null || own.from() == null ? ours.from() : own.from())
                    .isEqualTo(theirs.from(day));
            assertThat(own == null || own.to() == null ? ours.to() : own.to()).isEqualTo(theirs.to(day));
        }
    }

    @Test
    void quiet_ends_and_begins_to_the_millisecond_also_where_clocks_change() {
        ZoneId newYork = ZoneId.of("America/New_York");
        LocalDate springForward = LocalDate.of(2026, 3, 8);
        for (LocalDate day : List.of(springForward.minusDays(1), springForward, springForward.plusDays(1))) {
            Instant morning = day.atTime(8, 0).atZone(newYork).toInstant();
            Instant evening = day.atTime(21, 0).atZone(newYork).toInstant();

            assertThat(Hours.DEFAULT.isQuiet(morning.toEpochMilli() - 1, newYork))
                    .isTrue();
            assertThat(Hours.DEFAULT.isQuiet(morning.toEpochMilli(), newYork)).isFalse();
            assertThat(Hours.DEFAULT.isQuiet(evening.toEpochMilli() - 1, newYork))
                    .isFalse();
            assertThat(Hours.DEFAULT.isQuiet(evening.toEpochMilli(), newYork)).isTrue();
        }
    }

    private static void same(ZoneId ours, ZoneId theirs) {
        assertThat(ours == null ? null : ours.normalized()).isEqualTo(theirs == null ? null : theirs.normalized());
    }
}
