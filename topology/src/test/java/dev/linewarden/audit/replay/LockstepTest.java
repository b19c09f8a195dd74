package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.audit.ScratchArchive;
import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.keep.MapArchive;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.store.disk.BoundedRows;
import dev.linewarden.store.disk.Scratch;
import dev.linewarden.streams.TopologyStage;
import dev.linewarden.streams.WardenStage;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class LockstepTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final String POLICY =
            "consent: {required: false}\nquiet-hours: {mode: off}\nfirst-message: {question: off}\n"
                    + "burst: {jitter: 0s}\nassignment: {mode: off}\n";

    // No key is set otherwise.
    private static final PolicyChange SAME = PolicyChange.combinations(Map.of()).get(0);

    private static final Output UNHEARD = new Output() {
        @Override
        public void decided(Decision decision) {}

        @Override
        public void alerted(Alert alert) {}
    };

    private final WardenStage stage = new WardenStage(NOON);
    private final FlipLedger ledger = new FlipLedger();
    private final OutcomeScore score = new OutcomeScore();

    @BeforeEach
    void set_up() {
        stage.take(NOON, new PolicyUpdate("default", POLICY, NOON));
        stage.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
    }

    private static void play(Scenario scenario, WardenStage stage) {
        scenario.setUp().forEach(event -> stage.take(scenario.start(), event));
        scenario.steps().forEach(step -> {
            step.inputs().forEach(input -> stage.take(input.at(), input.event()));
            stage.passUntil(step.at());
        });
    }

    private void ask(WardenStage recorded, long from, PolicyChange change) {
        ask(recorded, from, change, new MemoryRows());
    }

    private void ask(WardenStage recorded, long from, PolicyChange change, KeptRows rows) {
        ask(recorded, from, change, rows, Keep.inMemory());
    }

    private void ask(WardenStage recorded, long from, PolicyChange change, KeptRows rows, Keep keep) {
        ask(recorded, from, rows, start -> List.of(candidate(change, start, keep)));
    }

    private Candidate candidate(PolicyChange change, Lockstep.Start start, Keep keep) {
        return new Candidate(change, pool -> true, 0, start, keep, ledger, score);
    }

    private static void ask(
            WardenStage recorded, long from, KeptRows rows, Function<Lockstep.Start, List<Candidate>> candidates) {
        List<TopologyStage.Appended> journal = recorded.journal();
        Lockstep gates = new Lockstep(rows, UNHEARD, 0, from, candidates);
        RecordedTime time = new RecordedTime(gates, recorded.ticks().iterator());
        for (int offset = 0; offset < journal.size(); offset++) {
            time.take(
                    Records.toEvent((SpecificRecord) journal.get(offset).entry().getEvent()),
                    offset,
                    journal.get(offset).at());
        }
        time.passUntil(Long.MAX_VALUE);
        gates.end();
        gates.close();
    }

    private static PolicyChange set(String key, String value) {
        return PolicyChange.combinations(Map.of(key, List.of(value))).get(0);
    }

    private void send(int second, String id, String name) {
        stage.take(NOON.plusSeconds(second), request(second, id, name));
    }

    private static OutboundRequest request(int second, String id, String name) {
        OutboundRequest request = Cluster.request(id, name + "@example.com", "Ready?");
        request.setCreatedAt(NOON.plusSeconds(second));
        request.setConsent(new Consent("form", null));
        request.setLabels(Map.of("campaign", "spring"));
        return request;
    }

    private void hear(int second, String name, String text) {
        stage.take(
                NOON.plusSeconds(second),
                new ConversationEvent(
                        "e" + second,
                        "default",
                        "line-1",
                        name + "@example.com",
                        ConversationKind.INBOUND_MESSAGE,
                        NOON.plusSeconds(second),
                        text,
                        null));
    }

    @TestFactory
    Stream<DynamicTest> a_policy_that_says_the_same_changes_nothing() throws IOException {
        return ScenarioFiles.each(scenario -> {
            WardenStage warden = new WardenStage(scenario.start());
            play(scenario, warden);
            FlipLedger nothing = new FlipLedger();
            Candidate[] same = new Candidate[1];
            ask(warden, 0, new MemoryRows(), start -> {
                same[0] = new Candidate(SAME, pool -> true, 0, start, Keep.inMemory(), nothing, new OutcomeScore());
                return List.of(same[0]);
            });

            assertThat(nothing.sample()).isEmpty();
            assertThat(nothing.unchanged()).isEqualTo(nothing.requests());
            assertThat(nothing.firstOfRecipients()).isEmpty();
            assertThat(same[0].divergence()).isZero();
        });
    }

    @Test
    void what_a_tighter_limit_holds_back_is_first_order_and_what_follows_from_it_a_knock_on() {
        for (int i = 0; i < 6; i++) {
            send(10 * (i + 1), "r" + i, "user" + i);
        }
        hear(600, "nobody", "Hello");
        ask(stage, 0, set("burst.max-outreach", "3"));

        assertThat(ledger.requests()).isEqualTo(6);
        assertThat(ledger.unchanged()).isEqualTo(3);
        assertThat(ledger.count(Direction.LATER)).isEqualTo(3);
        assertThat(ledger.flips()).isZero();
        assertThat(ledger.firstOrder(Direction.LATER)).isEqualTo(1);
        assertThat(ledger.by(FlipLedger.By.RULE)).containsOnlyKeys("burst");
        assertThat(ledger.by(FlipLedger.By.LABEL)).containsOnlyKeys("campaign=spring");
        assertThat(ledger.by(FlipLedger.By.LINE)).containsOnlyKeys("line-1");
        assertThat(ledger.firstOfLines().get("line-1").requestId()).isEqualTo("r3");
        assertThat(ledger.firstOfServers().get("server-1").offset()).isEqualTo(5);
        assertThat(ledger.firstOfRecipients()).hasSize(3);
    }

    @Test
    void what_the_recorded_side_decides_is_told_and_once_that_differs_no_candidate_goes_on() {
        for (int i = 0; i < 6; i++) {
            send(10 * (i + 1), "r" + i, "user" + i);
        }
        List<Decision> told = new ArrayList<>();
        List<TopologyStage.Appended> journal = stage.journal();
        Span span = new Span(0, NOON, 0, -1, 0, journal.size(), 0, -1);
        try (SideBySide gates =
                new SideBySide(span, new AtomicBoolean(), start -> List.of(candidate(SAME, start, Keep.inMemory())))) {
            RecordedTime.Moves moves = gates.begin(new MemoryRows(), new Output() {
                @Override
                public void decided(Decision decision) {
                    told.add(decision);
                    if (told.size() == 3) {
                        gates.differs();
                    }
                }

                @Override
                public void alerted(Alert alert) {}
            });
            RecordedTime time = new RecordedTime(moves, stage.ticks().iterator());
            for (int offset = 0; offset < journal.size(); offset++) {
                TopologyStage.Appended entry = journal.get(offset);
                time.take(Records.toEvent((SpecificRecord) entry.entry().getEvent()), offset, entry.at());
            }
            gates.end();
        }

        assertThat(told)
                .extracting(decision -> decision.request().requestId())
                .containsExactly("r0", "r1", "r2", "r3", "r4", "r5");
        assertThat(ledger.requests()).isEqualTo(3);
    }

    @Test
    void states_that_lie_on_disk_are_held_against_each_other_like_those_in_memory(@TempDir Path directory) {
        for (int i = 0; i < 6; i++) {
            send(10 * (i + 1), "r" + i, "user" + i);
        }
        hear(600, "nobody", "Hello");
        try (Scratch scratch = Scratch.under(directory, 3);
                BoundedRows rows = scratch.rows(1)) {
            ask(stage, 0, set("burst.max-outreach", "3"), rows);

            assertThat(rows.tablesOnDisk()).isGreaterThan(3);
        }

        assertThat(ledger.requests()).isEqualTo(6);
        assertThat(ledger.unchanged()).isEqualTo(3);
        assertThat(ledger.count(Direction.LATER)).isEqualTo(3);
        assertThat(ledger.firstOrder(Direction.LATER)).isEqualTo(1);
        assertThat(ledger.firstOfLines().get("line-1").requestId()).isEqualTo("r3");
        assertThat(ledger.firstOfRecipients()).hasSize(3);
        assertThat(directory).isEmptyDirectory();
    }

    /** What came of each of several policies, asked at once. */
    private record Answered(List<FlipLedger> ledgers, List<OutcomeScore> scores) {
        Answered() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        Candidate candidate(PolicyChange change, Lockstep.Start start, Keep keep) {
            ledgers.add(new FlipLedger());
            scores.add(new OutcomeScore());
            int last = ledgers.size() - 1;
            return new Candidate(change, pool -> true, 0, start, keep, ledgers.get(last), scores.get(last));
        }
    }

    @TestFactory
    Stream<DynamicTest> what_waits_and_is_put_away_comes_to_the_same() throws IOException {
        List<PolicyChange> changes = List.of(
                set("burst.max-outreach", "1"),
                set("new-conversations.limit", "1"),
                set("follow-ups.max", "1"),
                set("quiet-hours.mode", "off"),
                set("deferral.max-wait", "1h"),
                set("server-quota.limit", "2"));
        return ScenarioFiles.each(scenario -> {
            WardenStage warden = new WardenStage(scenario.start());
            play(scenario, warden);
            for (long from : List.of(0L, warden.journal().size() / 2L)) {
                Answered inMemory = new Answered();
                Answered putAway = new Answered();
                ask(warden, from, new MemoryRows(), start -> Stream.concat(
                                changes.stream().map(change -> inMemory.candidate(change, start, Keep.inMemory())),
                                changes.stream()
                                        .map(change -> putAway.candidate(change, start, new Keep(0, new MapArchive()))))
                        .toList());

                assertThat(putAway).usingRecursiveComparison().isEqualTo(inMemory);
            }
        });
    }

    @Test
    void of_what_another_policy_would_hold_back_a_bounded_number_is_in_memory(@TempDir Path directory) {
        String open = "consent: {required: false}\nquiet-hours: {mode: off}\nfirst-message: {question: off}\n"
                + "burst: {mode: off}\nassignment: {mode: off}\nnew-conversations: {mode: off}\n"
                + "dialogue: {mode: off}\n";
        stage.take(NOON, new PolicyUpdate("default", open, NOON));
        for (int i = 0; i < 300; i++) {
            send(i, "r" + i, "user" + i);
        }
        hear(400, "user107", "STOP");
        hear(401, "user108", "Yes");
        try (Scratch scratch = Scratch.under(directory, 20)) {
            Keep keep = ScratchArchive.on(scratch, 1);
            List<Integer> most = new ArrayList<>();
            PolicyChange hold = PolicyChange.to("a hundred a day", open + "server-quota: {limit: 100, over: defer}\n");
            Lockstep gates =
                    new Lockstep(new MemoryRows(), UNHEARD, 0, 0, start -> List.of(candidate(hold, start, keep)));
            RecordedTime time = new RecordedTime(gates, stage.ticks().iterator());
            List<TopologyStage.Appended> journal = stage.journal();
            for (int offset = 0; offset < journal.size(); offset++) {
                time.take(
                        Records.toEvent(
                                (SpecificRecord) journal.get(offset).entry().getEvent()),
                        offset,
                        journal.get(offset).at());
                most.add(keep.near());
            }
            time.passUntil(Long.MAX_VALUE);
            gates.end();
            gates.close();

            assertThat(most).allMatch(near -> near <= 20).contains(20);
        }
        assertThat(ledger.count(Direction.APPROVED_DEFERRED)).isEqualTo(199);
        assertThat(ledger.count(Direction.APPROVED_REJECTED)).isEqualTo(1);
        assertThat(score.optOutsPrevented()).isEqualTo(1);
        assertThat(score.repliesLost()).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void what_waits_in_a_state_that_was_left_on_the_way_is_compared_too() {
        send(5, "r0", "user0");
        OutboundRequest later = request(10, "waits", "user1");
        later.setNotBefore(NOON.plusSeconds(300));
        stage.take(NOON.plusSeconds(10), later);
        MemoryRows left = stage.rows().copy();
        hear(20, "nobody", "Hello");
        PolicyChange one = PolicyChange.to("one a day", POLICY + "server-quota: {limit: 1}\n");
        stage.passUntil(NOON.plusSeconds(400));
        hear(600, "nobody", "Hello");
        Lockstep gates = new Lockstep(left, UNHEARD, 0, 0, start -> List.of(candidate(one, start, Keep.inMemory())));
        List<TopologyStage.Appended> journal = stage.journal();
        // The policy, the line, a request, and the one that waits.
        int behind = 3;
        RecordedTime time = new RecordedTime(gates, stage.ticks().iterator());
        time.beginBehind(behind);
        for (int offset = behind + 1; offset < journal.size(); offset++) {
            TopologyStage.Appended entry = journal.get(offset);
            time.take(Records.toEvent((SpecificRecord) entry.entry().getEvent()), offset, entry.at());
        }
        time.passUntil(Long.MAX_VALUE);
        gates.end();

        assertThat(ledger.requests()).isEqualTo(1);
        assertThat(ledger.count(Direction.APPROVED_REJECTED)).isEqualTo(1);
        assertThat(ledger.sample().get(0).arrival()).isEqualTo(behind);
    }

    @Test
    void a_refusal_by_the_other_policy_is_a_flip_with_its_codes() {
        send(10, "r0", "user0");
        send(20, "r1", "user1");
        ask(stage, 0, PolicyChange.to("cold", POLICY + "server-quota: {limit: 1}\n"));

        assertThat(ledger.count(Direction.APPROVED_REJECTED)).isEqualTo(1);
        assertThat(ledger.newlyRejected()).isEqualTo(1);
        assertThat(ledger.newlyApproved()).isZero();
        FlipLedger.Flip flip = ledger.sample().get(0);
        assertThat(flip.requestId()).isEqualTo("r1");
        assertThat(flip.wouldCode()).isEqualTo("SERVER_DAILY_QUOTA");
        assertThat(flip.recordedCode()).isNull();
        assertThat(flip.isFirstOrder()).isTrue();
    }

    @Test
    void a_wait_that_the_other_policy_does_not_know_ends_earlier() {
        send(10, "r0", "user0");
        send(11, "r1", "user1");
        stage.passUntil(NOON.plusSeconds(600));
        ask(stage, 0, set("burst.min-gap", "0s"));

        assertThat(ledger.count(Direction.EARLIER)).isEqualTo(1);
        assertThat(ledger.earlier().most()).isEqualTo(1_000);
        assertThat(ledger.by(FlipLedger.By.RULE)).containsOnlyKeys("burst");
    }

    @Test
    void before_its_time_the_other_policy_is_not_in_force() {
        send(10, "r0", "user0");
        send(20, "r1", "user1");
        send(30, "r2", "user2");
        ask(stage, 4, set("server-quota.limit", "1"));

        assertThat(ledger.requests()).isEqualTo(1);
        assertThat(ledger.sample()).extracting(FlipLedger.Flip::requestId).containsExactly("r2");
    }

    @Test
    void what_followed_a_send_that_would_have_been_held_counts_for_or_against_the_other_policy() {
        send(10, "r0", "user0");
        send(20, "r1", "user1");
        send(30, "r2", "user2");
        send(40, "r3", "user3");
        hear(50, "user0", "Hello");
        hear(60, "user1", "Yes");
        hear(70, "user2", "STOP");
        stage.take(
                NOON.plusSeconds(80),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.FLAGGED, null, NOON, null));
        ask(stage, 0, set("server-quota.limit", "1"));

        assertThat(score.isMeasured()).isTrue();
        assertThat(score.replies()).isEqualTo(2);
        assertThat(score.repliesLost()).isEqualTo(1);
        assertThat(score.optOuts()).isEqualTo(1);
        assertThat(score.optOutsPrevented()).isEqualTo(1);
        assertThat(score.flags()).isEqualTo(1);
        assertThat(score.sendsBeforeFlags()).isEqualTo(4);
        assertThat(score.sendsBeforeFlagsHeld()).isEqualTo(3);
        assertThat(score.unknown()).isZero();
    }

    @Test
    void an_answer_that_was_appended_before_a_late_gate_sent_counts_by_its_place_in_the_journal() {
        Instant late = NOON.plusSeconds(600);
        Lockstep gates = new Lockstep(
                new MemoryRows(), UNHEARD, 0, 0, start -> List.of(candidate(SAME, start, Keep.inMemory())));
        stage.take(NOON.plusSeconds(1), request(1, "r0", "user0"));
        hear(2, "user0", "Yes");
        List<TopologyStage.Appended> journal = stage.journal();
        for (int offset = 0; offset < journal.size(); offset++) {
            Object event = journal.get(offset).entry().getEvent();
            gates.entry(
                    Records.toEvent((SpecificRecord) event),
                    offset,
                    journal.get(offset).at(),
                    late);
        }

        assertThat(score.replies()).isEqualTo(1);
        assertThat(score.repliesLost()).isZero();
    }

    @Test
    void sends_that_never_happened_are_not_known_and_what_nobody_reported_is_not_measured() {
        stage.take(NOON.plusSeconds(1), new PolicyUpdate("default", POLICY + "server-quota: {limit: 1}\n", NOON));
        send(10, "r0", "user0");
        send(20, "r1", "user1");
        ask(stage, 0, set("server-quota.limit", "10"));

        assertThat(ledger.count(Direction.REJECTED_APPROVED)).isEqualTo(1);
        assertThat(score.unknown()).isEqualTo(1);
        assertThat(score.isMeasured()).isFalse();
    }

    @Test
    void what_still_waits_at_the_end_is_deferred() {
        OutboundRequest later = request(10, "waits", "user0");
        later.setNotBefore(NOON.plus(Duration.ofHours(5)));
        stage.take(NOON.plusSeconds(10), later);
        ask(stage, 0, set("deferral.max-wait", "1h"));

        assertThat(ledger.requests()).isEqualTo(1);
        assertThat(ledger.unchanged()).isEqualTo(1);
    }

    @Test
    void sets_of_values_are_asked_in_every_combination() {
        Map<String, List<String>> sets = new LinkedHashMap<>();
        sets.put("burst.max", List.of("40", "50", "60"));
        sets.put("follow-ups.max", List.of("1", "2"));

        assertThat(PolicyChange.combinations(sets))
                .extracting(PolicyChange::name)
                .startsWith("burst.max=40 follow-ups.max=1", "burst.max=40 follow-ups.max=2")
                .hasSize(6);
    }
}
