package dev.linewarden.store;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.OutboundRequest.Attachment;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.state.Arrivals;
import dev.linewarden.core.state.Booked;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.EarlierWait;
import dev.linewarden.core.state.EarlierWaiter;
import dev.linewarden.core.state.Exchange;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.KeptOptOut;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Openers;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.Raised;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Recipient.Consent;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Residents;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Sent;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.Shadowed;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Suspensions;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.core.state.Wake;
import dev.linewarden.core.state.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each version of each row type must be read as: for {@code Line.v1}, the rows in {@code rows/<release>/Line.v1.hex},
 * line by line, with every field set and with as few as possible. A new field gets a new entry; in the entries of older
 * versions it stands with the value that their bytes mean.
 */
final class GoldenRows {

    private static final Instant T = Instant.parse("2026-03-02T18:00:00.123Z");
    private static final Instant LATER = T.plusSeconds(90);
    static final TreeMap<String, List<Row>> EXAMPLES = new TreeMap<>();

    static {
        EXAMPLES.put(
                "Line.v1",
                List.of(
                        new Line("pool", "line-1", "server-1", Status.FLAGGED, T, LATER, true),
                        new Line("pool", "line-1", "server-1", Status.ACTIVE, null, T, false)));
        EXAMPLES.put(
                "LineActivity.v2",
                List.of(
                        new LineActivity(
                                "pool", "line-1", T, List.of(new LineActivity.Day(20_000, 49, new Booked(1, 2, 3, 4)))),
                        new LineActivity("pool", "line-1", null, List.of())));
        EXAMPLES.put(
                "LineActivity.v1",
                List.of(
                        new LineActivity(
                                "pool",
                                "line-1",
                                T,
                                List.of(new LineActivity.Day(20_000, 49), new LineActivity.Day(20_030, 1))),
                        new LineActivity("pool", "line-1", null, List.of())));
        EXAMPLES.put(
                "Openers.v1",
                List.of(
                        new Openers(
                                "pool", "line-1", new long[] {T.toEpochMilli() << 1, LATER.toEpochMilli() << 1 | 1}),
                        new Openers("pool", "line-1", new long[0])));
        EXAMPLES.put("Recipient.v1", recipients(null, null, false, Exchange.NONE));
        EXAMPLES.put("Recipient.v2", recipients(T, LATER, false, Exchange.NONE));
        long[] messages = {T.toEpochMilli(), LATER.toEpochMilli()};
        EXAMPLES.put("Recipient.v3", recipients(T, LATER, true, new Exchange(messages, true, 20_000)));
        EXAMPLES.put("FollowUps.v1", followUps(null, List.of()));
        EXAMPLES.put(
                "FollowUps.v2",
                followUps(LATER, List.of(new FollowUps.Expected(LATER, "line-1", Precedence.NORMAL, true))));
        EXAMPLES.put("ServerDay.v1", List.of(new ServerDay("pool", "server-1", 20_000, 4_999, 2)));
        EXAMPLES.put(
                "ServerDay.v2", List.of(new ServerDay("pool", "server-1", 20_000, 4_999, new Booked(1, 2, 3, 4), 2)));
        EXAMPLES.put(
                "BurstMinute.v1",
                List.of(
                        BurstMinute.empty("pool", "line-1", 29_000_000)
                                .withSend(new Sent(T, true, true, 3, true, true))
                                .withSend(Sent.plain(T, false))
                                .withInbound(T)
                                .withInbound(LATER)
                                .withReservation(T, Precedence.BULK)
                                .withReservation(LATER, Precedence.REPLY),
                        BurstMinute.empty("pool", "line-1", 0)));
        EXAMPLES.put("RequestRecord.v1", requests(RequestRecord.UNKNOWN_CONTENT));
        EXAMPLES.put("RequestRecord.v2", requests(65_535));
        EXAMPLES.put("EarlierWait.v1", earlierWaits(Purpose.CONVERSATIONAL));
        EXAMPLES.put("EarlierWait.v2", earlierWaits(Purpose.ONE_TIME_CODE));
        EXAMPLES.put("Deferral.v1", deferrals(List.of()));
        EXAMPLES.put("Deferral.v2", deferrals(List.of("", "campaign=spring")));
        EXAMPLES.put(
                "Suspensions.v1",
                List.of(
                        new Suspensions(
                                "pool",
                                List.of(
                                        new Suspension("campaign", "spring", LATER, "prices are wrong", T),
                                        new Suspension(null, null, null, null, T))),
                        Suspensions.none("pool")));
        EXAMPLES.put(
                "Wake.v1",
                List.of(
                        new Wake("pool", "r1", T, Priority.HIGH, 17, "line-1"),
                        new Wake("pool", "r1", T, Priority.BULK, 0, null)));
        EXAMPLES.put("Release.v1", List.of(new Release("pool", "line:line-1", T, 99, "from-key")));
        EXAMPLES.put(
                "EarlierWaiter.v1", List.of(new EarlierWaiter("pool", "reply:+19495550100", 17, "r1", "due-key", 16)));
        EXAMPLES.put(
                "Waiter.v1",
                List.of(
                        new Waiter("pool", "reply:+19495550100", T, 17, "r1", 16),
                        new Waiter("pool", "capacity", null, 17, "r1", 16)));
        EXAMPLES.put("PoolClock.v1", clocks(PoolClock.LAYOUT_BEFORE_BOOKINGS));
        EXAMPLES.put("PoolClock.v2", clocks(PoolClock.LAYOUT));
        EXAMPLES.put("PoolPolicy.v1", List.of(new PoolPolicy("pool", "version: x\n")));
        EXAMPLES.put("Raised.v1", List.of(new Raised("pool", "no-dialogue/line-1", 20_000)));
        EXAMPLES.put("Residents.v1", List.of(new Residents("pool", "line-1", 400, Booked.NONE)));
        EXAMPLES.put("Residents.v2", List.of(new Residents("pool", "line-1", 400, new Booked(1, 2, 3, 4))));
        EXAMPLES.put("KeptOptOut.v1", List.of(new KeptOptOut("pool", "0123456789abcdef")));
        EXAMPLES.put("Arrivals.v1", List.of(new Arrivals("pool", "line-1", new long[] {3, 5}, new long[0])));
        EXAMPLES.put("Arrivals.v2", List.of(new Arrivals("pool", "line-1", new long[] {3, 5}, new long[] {7, 9})));
        EXAMPLES.put(
                "Shadowed.v1",
                List.of(
                        new Shadowed("pool", new Wake("pool", "r1", T, Priority.HIGH, 17, "line-1")),
                        new Shadowed("pool", new PoolPolicy("pool", "version: x\n"))));
        EXAMPLES.put("ShadowRun.v1", shadowRuns());
        EXAMPLES.put("Watch.v1", List.of(new Watch("pool", "line-1", T)));
    }

    private GoldenRows() {}

    private static List<Row> shadowRuns() {
        ShadowRun.Order order = new ShadowRun.Order("version: x\n", LATER, T, 99);
        return List.of(
                new ShadowRun(
                        "pool",
                        ShadowRun.Phase.CLEARING,
                        order,
                        T,
                        100,
                        LATER,
                        ShadowRun.Ending.REPLACED,
                        new ShadowRun.Cursor(3, "a-key"),
                        1_000,
                        new ShadowRun.Tally(7, 8, 9),
                        new ShadowRun.Order("version: y\n", null, LATER, 101)),
                ShadowRun.of("pool", new ShadowRun.Order("", null, T, 0)));
    }

    private static List<Row> requests(int content) {
        return List.of(
                new RequestRecord(
                        "pool",
                        "r1",
                        Outcome.DEFERRED,
                        Outcome.DEFERRED,
                        Code.QUIET_HOURS,
                        2,
                        T,
                        LATER,
                        "line-1",
                        "server-1",
                        20_000,
                        "due-key",
                        content),
                new RequestRecord(
                        "pool", "r1", Outcome.REJECTED, Outcome.APPROVED, null, 1, T, T, null, null, 0, null, content));
    }

    private static List<Row> recipients(
            @Nullable Instant optedOutAt, @Nullable Instant helpAskedAt, boolean confirmed, Exchange exchange) {
        List<Recipient.Tie> ties = List.of(
                new Recipient.Tie("line-1", T, LATER),
                new Recipient.Tie("line-2", null, LATER),
                new Recipient.Tie("line-3", T, null));
        return List.of(
                new Recipient(
                        "pool",
                        "+19495550100",
                        "line-1",
                        Consent.OPTED_OUT,
                        optedOutAt,
                        helpAskedAt,
                        12,
                        T,
                        LATER,
                        true,
                        ties,
                        confirmed,
                        exchange),
                new Recipient(
                        "pool",
                        "a@example.com",
                        null,
                        Consent.UNKNOWN,
                        null,
                        null,
                        0,
                        null,
                        null,
                        false,
                        List.of(),
                        false,
                        Exchange.NONE));
    }

    private static List<Row> clocks(int layout) {
        return List.of(
                new PoolClock("pool", T, 1_000_000, "line-1", layout), new PoolClock("pool", null, -1, null, layout));
    }

    private static List<Row> followUps(@Nullable Instant answeredAt, List<FollowUps.Expected> booked) {
        return List.of(
                new FollowUps(
                        "pool",
                        "+19495550100",
                        2,
                        T,
                        1,
                        3,
                        LATER,
                        answeredAt,
                        List.of(new FollowUps.Approval("r1", T), new FollowUps.Approval("r2", LATER)),
                        booked),
                new FollowUps("pool", "+19495550100", 0, null, 0, 0, null, null, List.of(), List.of()));
    }

    private static List<Row> earlierWaits(Purpose purpose) {
        Instant earlier = T.minusSeconds(1);
        return List.of(
                new EarlierWait(
                        full(purpose),
                        3,
                        LATER,
                        T,
                        "line:line-1",
                        Priority.HIGH,
                        17,
                        4,
                        earlier,
                        T,
                        "line-1",
                        LATER,
                        true),
                new EarlierWait(bare(), 1, T, T, null, Priority.BULK, 0, 0, T, T, null, null, false));
    }

    private static List<Row> deferrals(List<String> suspendedBy) {
        Instant earlier = T.minusSeconds(1);
        OutboundRequest full = full(Purpose.MARKETING);
        Booking opening = new Booking("line-1", "server-1", LATER, Precedence.HIGH, 20_000, 20_000L, true);
        Booking reply = new Booking("line-1", "server-1", LATER, Precedence.REPLY, 20_000, null, false);
        return List.of(
                new Deferral(
                        full, 3, Code.LINE_BURST, LATER, "line:line-1", 17, 19, 4, earlier, T, opening, suspendedBy),
                new Deferral(full, 3, Code.LINE_BURST, LATER, "line:line-1", 17, 19, 4, earlier, T, reply, suspendedBy),
                new Deferral(bare(), 1, Code.AWAITING_REPLY, null, null, 0, 0, 0, T, T, null, List.of()));
    }

    private static OutboundRequest full(Purpose purpose) {
        return new OutboundRequest(
                "r1",
                "pool",
                "+19495550100",
                "line-1",
                "Text mit Umlauten: äöü, 世界, 🙂",
                List.of(
                        new Attachment("https://example.com/a.png", "image/png"),
                        new Attachment("https://example.com/b.pdf", "application/pdf")),
                Priority.HIGH,
                T,
                T.plusSeconds(60),
                T.plusSeconds(3_600),
                "America/New_York",
                new OutboundRequest.Consent("form", T.minusSeconds(86_400)),
                purpose,
                true,
                true,
                Map.of("campaign", "spring"));
    }

    private static OutboundRequest bare() {
        return new OutboundRequest(
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
    }
}
