package dev.linewarden.streams;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.LineUpdate;
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
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.core.state.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Rows as bytes, for stores and changelogs: a type byte, a version byte, the fields in Avro's binary encoding. State never
 * leaves the application, so it needs no registry; a new field is a new version that reads the old ones.
 *
 * <p>Not thread-safe: one for each task.
 */
final class RowCodec {

    private static final byte VERSION = 1;

    private static final byte LINE = 1;
    private static final byte LINE_ACTIVITY = 2;
    private static final byte OPENERS = 3;
    private static final byte RECIPIENT = 4;
    private static final byte FOLLOW_UPS = 5;
    private static final byte SERVER_DAY = 6;
    private static final byte BURST_MINUTE = 7;
    private static final byte REQUEST = 8;
    private static final byte DEFERRAL = 9;
    private static final byte RELEASE = 10;
    private static final byte WAITER = 11;
    private static final byte POOL_CLOCK = 12;
    private static final byte POOL_POLICY = 13;
    private static final byte RAISED = 14;
    private static final byte WATCH = 15;

    private final RowOutput out = new RowOutput();
    private final RowInput in = new RowInput();

    byte[] encode(Row row) {
        try {
            out.begin();
            write(row);
            return out.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write a row to memory", impossible);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalStateException for bytes of a later version, after a downgrade
     */
    Row decode(byte[] bytes) {
        if (bytes[1] != VERSION) {
            throw new IllegalStateException("state was written by a later release (row version " + bytes[1]
                    + "): run that release, or reset the application");
        }
        try {
            in.begin(bytes, 2);
            return read(bytes[0]);
        } catch (IOException broken) {
            throw new UncheckedIOException("a stored row is broken", broken);
        }
    }

    private void write(Row row) throws IOException {
        if (row instanceof Line line) {
            head(LINE);
            writeLine(line);
        } else if (row instanceof LineActivity activity) {
            head(LINE_ACTIVITY);
            writeActivity(activity);
        } else if (row instanceof Openers openers) {
            head(OPENERS);
            out.texts(openers.pool(), openers.line());
            out.ascending(openers.packed());
        } else if (row instanceof Recipient recipient) {
            head(RECIPIENT);
            writeRecipient(recipient);
        } else if (row instanceof FollowUps sent) {
            head(FOLLOW_UPS);
            writeFollowUps(sent);
        } else if (row instanceof ServerDay day) {
            head(SERVER_DAY);
            out.texts(day.pool(), day.server());
            out.numbers(day.epochDay(), day.sends(), day.alerted());
        } else if (row instanceof BurstMinute minute) {
            head(BURST_MINUTE);
            out.texts(minute.pool(), minute.line());
            out.number(minute.minute());
            out.ascending(minute.packed());
            out.ascending(minute.inbounds());
        } else if (row instanceof RequestRecord record) {
            head(REQUEST);
            writeRecord(record);
        } else if (row instanceof Deferral deferral) {
            head(DEFERRAL);
            writeDeferral(deferral);
        } else if (row instanceof Release release) {
            head(RELEASE);
            out.texts(release.pool(), release.cause(), release.from());
            out.time(release.due());
            out.number(release.before());
        } else if (row instanceof Waiter waiter) {
            head(WAITER);
            out.texts(waiter.pool(), waiter.cause(), waiter.requestId(), waiter.deferralKey());
            out.numbers(waiter.arrival(), waiter.since());
        } else if (row instanceof PoolClock clock) {
            head(POOL_CLOCK);
            out.text(clock.pool());
            out.timeOrNull(clock.last());
            out.number(clock.journalOffset());
            out.textOrNull(clock.lastAssigned());
        } else if (row instanceof PoolPolicy policy) {
            head(POOL_POLICY);
            out.texts(policy.pool(), policy.yaml());
        } else if (row instanceof Raised raised) {
            head(RAISED);
            out.texts(raised.pool(), raised.cause());
            out.number(raised.epochDay());
        } else if (row instanceof Watch watch) {
            head(WATCH);
            out.texts(watch.pool(), watch.line());
            out.time(watch.due());
        } else {
            throw new IllegalStateException("a row that the codec does not know: " + row.getClass());
        }
    }

    private void head(byte type) throws IOException {
        out.head(type, VERSION);
    }

    private Row read(byte type) throws IOException {
        return switch (type) {
            case LINE -> readLine();
            case LINE_ACTIVITY -> readActivity();
            case OPENERS -> new Openers(in.text(), in.text(), in.ascending());
            case RECIPIENT -> readRecipient();
            case FOLLOW_UPS -> readFollowUps();
            case SERVER_DAY -> new ServerDay(in.text(), in.text(), in.number(), in.integer(), in.integer());
            case BURST_MINUTE -> new BurstMinute(in.text(), in.text(), in.number(), in.ascending(), in.ascending());
            case REQUEST -> readRecord();
            case DEFERRAL -> readDeferral();
            case RELEASE -> readRelease();
            case WAITER -> readWaiter();
            case POOL_CLOCK -> new PoolClock(in.text(), in.timeOrNull(), in.number(), in.textOrNull());
            case POOL_POLICY -> new PoolPolicy(in.text(), in.text());
            case RAISED -> new Raised(in.text(), in.text(), in.number());
            case WATCH -> new Watch(in.text(), in.text(), in.time());
            default -> throw new IllegalStateException("a stored row of unknown type " + type);
        };
    }

    private void writeLine(Line line) throws IOException {
        out.texts(line.pool(), line.line(), line.server());
        out.constant(line.status());
        out.timeOrNull(line.activatedAt());
        out.time(line.since());
        out.flag(line.evacuated());
    }

    private Line readLine() throws IOException {
        return new Line(
                in.text(),
                in.text(),
                in.text(),
                in.constant(LineUpdate.Status.class),
                in.timeOrNull(),
                in.time(),
                in.flag());
    }

    private void writeActivity(LineActivity activity) throws IOException {
        out.texts(activity.pool(), activity.line());
        out.timeOrNull(activity.lastSend());
        out.list(activity.days(), day -> out.numbers(day.epochDay(), day.newConversations()));
    }

    private LineActivity readActivity() throws IOException {
        return new LineActivity(
                in.text(), in.text(), in.timeOrNull(), in.list(() -> new LineActivity.Day(in.number(), in.integer())));
    }

    private void writeRecipient(Recipient recipient) throws IOException {
        out.texts(recipient.pool(), recipient.recipient());
        out.textOrNull(recipient.home());
        out.constant(recipient.consent());
        out.timeOrNull(recipient.optedOutAt());
        out.timeOrNull(recipient.helpAskedAt());
        out.number(recipient.inbounds());
        out.timeOrNull(recipient.lastInbound());
        out.timeOrNull(recipient.lastOutbound());
        out.flag(recipient.cardShared());
        out.list(recipient.ties(), tie -> {
            out.text(tie.line());
            out.timeOrNull(tie.firstSend());
            out.timeOrNull(tie.firstInbound());
        });
    }

    private Recipient readRecipient() throws IOException {
        return new Recipient(
                in.text(),
                in.text(),
                in.textOrNull(),
                in.constant(Recipient.Consent.class),
                in.timeOrNull(),
                in.timeOrNull(),
                in.number(),
                in.timeOrNull(),
                in.timeOrNull(),
                in.flag(),
                in.list(() -> new Recipient.Tie(in.text(), in.timeOrNull(), in.timeOrNull())));
    }

    private void writeFollowUps(FollowUps sent) throws IOException {
        out.texts(sent.pool(), sent.recipient());
        out.number(sent.turns());
        out.timeOrNull(sent.turnStart());
        out.numbers(sent.inTurn(), sent.inARow());
        out.timeOrNull(sent.lastSend());
        out.list(sent.recent(), approval -> {
            out.text(approval.requestId());
            out.time(approval.at());
        });
    }

    private FollowUps readFollowUps() throws IOException {
        return new FollowUps(
                in.text(),
                in.text(),
                in.integer(),
                in.timeOrNull(),
                in.integer(),
                in.integer(),
                in.timeOrNull(),
                in.list(() -> new FollowUps.Approval(in.text(), in.time())));
    }

    private void writeRecord(RequestRecord record) throws IOException {
        out.texts(record.pool(), record.requestId());
        out.constant(record.firstOutcome());
        out.constant(record.outcome());
        out.constantOrNull(record.bindingCode());
        out.number(record.attempt());
        out.time(record.judgedAt());
        out.time(record.decidedAt());
        out.textOrNull(record.line());
        out.textOrNull(record.server());
        out.number(record.epochDay());
        out.textOrNull(record.deferralKey());
    }

    private RequestRecord readRecord() throws IOException {
        return new RequestRecord(
                in.text(),
                in.text(),
                in.constant(Outcome.class),
                in.constant(Outcome.class),
                in.constantOrNull(Code.class),
                in.integer(),
                in.time(),
                in.time(),
                in.textOrNull(),
                in.textOrNull(),
                in.number(),
                in.textOrNull());
    }

    private void writeDeferral(Deferral deferral) throws IOException {
        writeRequest(deferral.request());
        out.number(deferral.attempt());
        out.time(deferral.due());
        out.time(deferral.promised());
        out.textOrNull(deferral.cause());
        out.constant(deferral.urgency());
        out.numbers(deferral.arrival(), deferral.inboundsSeen());
        out.time(deferral.firstJudgedAt());
        out.time(deferral.judgedAt());
        out.textOrNull(deferral.line());
        out.timeOrNull(deferral.slot());
        out.flag(deferral.reply());
    }

    private Deferral readDeferral() throws IOException {
        return new Deferral(
                readRequest(),
                in.integer(),
                in.time(),
                in.time(),
                in.textOrNull(),
                in.constant(Priority.class),
                in.number(),
                in.number(),
                in.time(),
                in.time(),
                in.textOrNull(),
                in.timeOrNull(),
                in.flag());
    }

    private Release readRelease() throws IOException {
        String pool = in.text();
        String cause = in.text();
        String from = in.text();
        return new Release(pool, cause, in.time(), in.number(), from);
    }

    private Waiter readWaiter() throws IOException {
        String pool = in.text();
        String cause = in.text();
        String requestId = in.text();
        String deferralKey = in.text();
        return new Waiter(pool, cause, in.number(), requestId, deferralKey, in.number());
    }

    private void writeRequest(OutboundRequest request) throws IOException {
        out.texts(request.requestId(), request.pool(), request.recipient());
        out.textOrNull(request.line());
        out.text(request.text());
        out.list(request.attachments(), file -> out.texts(file.uri(), file.mimeType()));
        out.constant(request.priority());
        out.time(request.createdAt());
        out.timeOrNull(request.notBefore());
        out.timeOrNull(request.expiresAt());
        out.textOrNull(request.timeZone());
        OutboundRequest.Consent consent = request.consent();
        out.flag(consent != null);
        if (consent != null) {
            out.text(consent.basis());
            out.timeOrNull(consent.at());
        }
        out.constant(request.purpose());
        out.flag(request.holdForReply());
        out.flag(request.cancelOnReply());
        out.map(request.labels());
    }

    private OutboundRequest readRequest() throws IOException {
        return new OutboundRequest(
                in.text(),
                in.text(),
                in.text(),
                in.textOrNull(),
                in.text(),
                in.list(() -> new OutboundRequest.Attachment(in.text(), in.text())),
                in.constant(Priority.class),
                in.time(),
                in.timeOrNull(),
                in.timeOrNull(),
                in.textOrNull(),
                in.flag() ? new OutboundRequest.Consent(in.text(), in.timeOrNull()) : null,
                in.constant(Purpose.class),
                in.flag(),
                in.flag(),
                in.map());
    }
}
