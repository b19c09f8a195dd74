package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Openers;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Raised;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Sent;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.core.state.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowCodecTest {

    private static final Instant T = Instant.parse("2026-03-02T18:00:00.123Z");
    private final RowCodec codec = new RowCodec();

    static Stream<Row> rows() {
        OutboundRequest request = new OutboundRequest(
                "r1",
                "pool",
                "+19495550100",
                "line-1",
                "Text mit Umlauten: äöü 🙂",
                List.of(new OutboundRequest.Attachment("https://example.com/a.png", "image/png")),
                Priority.HIGH,
                T,
                T,
                T,
                "America/New_York",
                new OutboundRequest.Consent("form", T),
                Purpose.ONE_TIME_CODE,
                true,
                true,
                Map.of("campaign", "spring"));
        OutboundRequest bare = new OutboundRequest(
                "r2",
                "pool",
                "a@example.com",
                null,
                "",
                List.of(),
                Priority.BULK,
                T,
                null,
                null,
                null,
                null,
                Purpose.CONVERSATIONAL,
                false,
                false,
                Map.of());
        return Stream.of(
                new Line("p", "l", "s", Status.FLAGGED, T, T, true),
                new Line("p", "l", "s", Status.ACTIVE, null, T, false),
                new LineActivity(
                        "p", "l", T, List.of(new LineActivity.Day(20_000, 49), new LineActivity.Day(20_030, 1))),
                LineActivity.none("p", "l"),
                Openers.none("p", "l")
                        .opened(T, Duration.ofHours(24))
                        .opened(T.plusSeconds(5), Duration.ofHours(24))
                        .answered(T),
                Recipient.unknown("p", "r")
                        .sentFrom("l", T)
                        .wroteTo("l2", T)
                        .withHome("l")
                        .withCardShared()
                        .optedOut(T)
                        .askedForHelp(T.plusSeconds(1)),
                Recipient.unknown("p", "r"),
                new FollowUps("p", "r", 2, T, 1, 3, T, List.of(new FollowUps.Approval("r1", T))),
                FollowUps.none("p", "r"),
                new ServerDay("p", "s", 20_000, 4_999, 2),
                BurstMinute.empty("p", "l", 29_000_000)
                        .withSend(new Sent(T, true, true, 3, true, true))
                        .withSend(Sent.plain(T, false))
                        .withInbound(T)
                        .withReservation(T, Priority.BULK, false)
                        .withReservation(T, Priority.BULK, true),
                new RequestRecord("p", "r1", Outcome.DEFERRED, Outcome.APPROVED, null, 2, T, T, "l", "s", 20_000, null),
                new RequestRecord(
                        "p",
                        "r1",
                        Outcome.DEFERRED,
                        Outcome.DEFERRED,
                        Code.QUIET_HOURS,
                        1,
                        T,
                        T,
                        null,
                        null,
                        20_000,
                        "key"),
                new Deferral(request, 3, T, T.minusSeconds(1), "line:l", Priority.HIGH, 17, 4, T, T, "l", T, true),
                new Deferral(bare, 1, T, T, null, Priority.BULK, 18, 0, T, T, null, null, false),
                new Release("p", "line:l", T, 99),
                new Waiter("p", "reply:r", 17, "r1", "key", 16),
                new PoolClock("p", T, 1_000_000, "l"),
                PoolClock.initial("p"),
                new PoolPolicy("p", "version: x\n"),
                new Raised("p", "no-dialogue/l", 20_000),
                new Watch("p", "l", T));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_row_comes_back_as_it_was_written(Row row) {
        Row read = codec.decode(codec.encode(row));

        assertThat(read).usingRecursiveComparison().isEqualTo(row);
        assertThat(read.key()).isEqualTo(row.key());
        assertThat(read.table()).isEqualTo(row.table());
    }

    @Test
    void state_of_a_later_release_is_refused_with_advice() {
        byte[] bytes = codec.encode(new PoolPolicy("p", ""));
        bytes[1]++;
        assertThatThrownBy(() -> codec.decode(bytes)).hasMessageContaining("later release");
    }
}
