package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest.Consent;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.simulate.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlipScenarioTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {from: 22:00, to: 06:00}\n"
            + "burst: {min-gap: 0s, jitter: 0s}\nassignment: {mode: off, max-users-per-line: null}\n";
    private static final int OTHERS = 300;

    @TempDir
    private Path directory;

    private final List<Entry> entries = new ArrayList<>();

    private void add(int second, Event event) {
        entries.add(new Entry(entries.size(), NOON.plusSeconds(second), event));
    }

    private void ask(int second, String id, String recipient) {
        add(
                second,
                new RequestBuilder(id, "emea", recipient, "Ready, Anna?", NOON.plusSeconds(second))
                        .consent(new Consent("form", null))
                        .build());
    }

    /** A day of others, in which somebody is written to four times and answers once. */
    private Flipping flipping() {
        add(0, new LineUpdate("emea", "line-1", "s", LineUpdate.Status.ACTIVE, null, NOON, null));
        add(0, new LineUpdate("emea", "line-2", "s", LineUpdate.Status.ACTIVE, null, NOON, null));
        for (int i = 0; i < OTHERS; i++) {
            ask(60 * i, "other" + i, "user" + i + "@example.org");
            if (i == 20) {
                ask(60 * i, "first", "+19495550100");
            }
            if (i == 100) {
                add(
                        60 * i,
                        new ConversationEvent(
                                "e",
                                "emea",
                                "line-1",
                                "+19495550100",
                                ConversationEvent.Kind.INBOUND_MESSAGE,
                                NOON,
                                "Who is this? It is Anna",
                                null));
            }
        }
        ask(60 * OTHERS + 200_000, "flipped", "+19495550100");
        ask(60 * OTHERS + 290_000, "flipped-2", "+19495550100");
        String other = POLICY + "follow-ups: {max: 0}\n";
        return new Flipping("emea", "flipped-2", Direction.APPROVED_REJECTED, POLICY, other, NOON.plusSeconds(400_000));
    }

    @Test
    void a_change_in_a_day_of_others_is_shown_by_the_few_entries_that_it_takes() throws IOException {
        Flipping flipping = flipping();
        assertThat(flipping.isShownBy(entries)).isTrue();

        List<Entry> smallest = Shrinking.smallest(entries, flipping::isShownBy);
        FlipScenario scenario = Objects.requireNonNull(FlipScenario.of(flipping, "follow-ups.max=0", smallest, false));

        assertThat(scenario.steps()).isLessThanOrEqualTo(5);
        assertThat(run(scenario.yaml())).isNull();
        assertThat(run(scenario.withRecordedPolicy())).isNotNull();
        assertThat(scenario.yaml())
                .contains("flipped-2: approved → rejected with follow-ups.max=0")
                .contains("\"from\":\"22:00\"")
                .doesNotContain("9495550100")
                .doesNotContain("Anna");
    }

    @Test
    void handles_and_texts_stay_where_they_may_be_seen() {
        Flipping flipping = flipping();
        List<Entry> smallest = Shrinking.smallest(entries, flipping::isShownBy);
        FlipScenario scenario = Objects.requireNonNull(FlipScenario.of(flipping, "other.yaml", smallest, true));

        assertThat(scenario.yaml()).contains("+19495550100", "Ready, Anna?");
    }

    @Test
    void the_end_of_a_pause_stays_one() {
        Flipping flipping = flipping();
        add(500_000, new LineUpdate("emea", "line-2", "s", LineUpdate.Status.ACTIVE, null, NOON, null, false, true));
        FlipScenario scenario = Objects.requireNonNull(FlipScenario.of(flipping, "other.yaml", entries, false));

        assertThat(scenario.yaml()).contains("\"resumes\":true");
    }

    @Test
    void what_was_suspended_stays_so_with_the_labels_that_it_is_about_and_no_others() {
        add(0, new LineUpdate("emea", "line-1", "s", LineUpdate.Status.ACTIVE, null, NOON, null));
        add(1, new SuspensionOrder("emea", "campaign", "spring", NOON.plusSeconds(60), "a secret", false, NOON));
        add(
                2,
                new RequestBuilder("r", "emea", "+19495550100", "Ready?", NOON.plusSeconds(2))
                        .labels(Map.of("campaign", "spring", "tenant", "acme"))
                        .build());
        Flipping flipping = new Flipping(
                "emea",
                "r",
                Direction.APPROVED_REJECTED,
                POLICY,
                POLICY + "server-quota: {limit: 0}\n",
                NOON.plusSeconds(90));
        FlipScenario scenario = Objects.requireNonNull(FlipScenario.of(flipping, "other.yaml", entries, false));

        assertThat(scenario.yaml())
                .contains("\"suspension\":{\"label_key\":\"campaign\"", "\"campaign\":\"spring\"")
                .doesNotContain("acme", "a secret");
    }

    @Test
    void nothing_that_is_left_can_be_left_out() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            numbers.add(i);
        }
        assertThat(Shrinking.smallest(numbers, some -> some.containsAll(List.of(3, 500, 998))))
                .containsExactly(3, 500, 998);
    }

    private @Nullable String run(String yaml) throws IOException {
        Path file = directory.resolve("flip.yaml");
        Files.writeString(file, yaml);
        ScenarioResult result = ScenarioResult.of(file);
        assertThat(result.isBroken()).as(yaml + result.failure()).isFalse();
        return result.failure() == null ? null : result.failure().message();
    }
}
