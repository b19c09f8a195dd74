package dev.linewarden.audit.sql;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.wishes.Wish;
import dev.linewarden.core.wishes.Wishes;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into the rows of {@code tables.sql}, column by column in its order. Handles are masked and texts left out
 * unless the cache is one for --reveal: what is not in it, no query can show. Not thread-safe.
 */
final class RowWriter implements AutoCloseable {

    // 2^44 offsets of 2^16 partitions.
    private static final int PARTITION_SHIFT = 44;
    private static final int TOPIC_SHIFT = 60;

    private final boolean reveals;
    private final Pseudonym names;
    private final List<DuckDBAppender> all = new ArrayList<>();
    private final DuckDBAppender decisions;
    private final DuckDBAppender findings;
    private final DuckDBAppender conversations;
    private final DuckDBAppender alerts;
    private final DuckDBAppender lines;
    private final DuckDBAppender policies;

    RowWriter(DuckDBConnection database, boolean reveals, Pseudonym names) throws SQLException {
        this.reveals = reveals;
        this.names = names;
        decisions = appender(database, "decisions");
        findings = appender(database, "findings");
        conversations = appender(database, "conversations");
        alerts = appender(database, "alerts");
        lines = appender(database, "lines");
        policies = appender(database, "policies");
    }

    private DuckDBAppender appender(DuckDBConnection database, String table) throws SQLException {
        DuckDBAppender appender = database.createAppender(table);
        all.add(appender);
        return appender;
    }

    /** Adds a record's rows; records that have no table are passed over. */
    void add(Place place, SpecificRecord value) throws SQLException {
        Object said = value instanceof JournalEntry entry ? entry.getEvent() : value;
        if (said instanceof Decision decision) {
            add(place, decision);
        } else if (said instanceof ConversationEvent event) {
            add(place, event);
        } else if (said instanceof Alert alert) {
            add(place, alert);
        } else if (said instanceof LineUpdate update) {
            add(place, update);
        } else if (said instanceof PolicyUpdate update) {
            add(place, update);
        }
    }

    private void add(Place place, Decision decision) throws SQLException {
        OffsetDateTime decidedAt = time(decision.getDecidedAt());
        long number = number(decision.getOutcome(), place);
        decisions
                .beginRow()
                .append(number)
                .append(decision.getDecisionId())
                .append(decision.getRequest().getPool())
                .append(decision.getRequest().getRequestId())
                .append(decision.getOutcome().name())
                .append(decision.getBindingCode())
                .append(decision.getLine())
                .append(decision.getServer())
                .append(decision.getAttempt())
                .append(decidedAt)
                .append(time(decision.getNotBefore()));
        addRequest(decision.getRequest());
        decisions
                .append(decision.getPolicyVersion())
                .append(decision.getPolicyHash())
                .append(decision.getBuild())
                .append(decision.getJournalPartition())
                .append(decision.getJournalOffset());
        end(decisions, place, decision.getRequest().getText());
        for (Finding finding : decision.getFindings()) {
            findings.beginRow()
                    .append(number)
                    .append(decidedAt)
                    .append(finding.getRule())
                    .append(finding.getCode())
                    .append(finding.getEffect().name())
                    .append(finding.getEnforced())
                    .append(finding.getObserved())
                    .append(finding.getLimit())
                    .append(time(finding.getUntil()))
                    .append(finding.getDetail())
                    .endRow();
        }
    }

    /** Tells where the decision lies, so that it is the same in every cache and export: topic, partition and offset. */
    private static long number(Outcome outcome, Place place) {
        long topic =
                switch (outcome) {
                    case APPROVED -> 1;
                    case DEFERRED -> 2;
                    case REJECTED -> 3;
                };
        return topic << TOPIC_SHIFT | (long) place.partition() << PARTITION_SHIFT | place.offset();
    }

    private void addRequest(OutboundRequest request) throws SQLException {
        Consent consent = request.getConsent();
        decisions
                .append(shown(request.getRecipient()))
                .append(names.of(request.getRecipient()))
                .append(request.getPriority().name())
                .append(request.getPurpose().name())
                .append(request.getLine())
                .append(names.of(request.getText()))
                .append(request.getText().length())
                .append(request.getText().indexOf('?') >= 0)
                .append(request.getAttachments().size())
                .append(time(request.getCreatedAt()))
                .append(time(request.getNotBefore()))
                .append(time(request.getExpiresAt()))
                .append(request.getTimeZone())
                .append(consent == null ? null : consent.getBasis())
                .append(consent == null ? null : time(consent.getAt()))
                .append(request.getHoldForReply())
                .append(request.getCancelOnReply())
                .append(request.getLabels());
    }

    private void add(Place place, ConversationEvent event) throws SQLException {
        String text = event.getText();
        Wish wish = Wishes.BUILT_IN.read(text);
        conversations
                .beginRow()
                .append(time(place.appended()))
                .append(event.getEventId())
                .append(event.getPool())
                .append(event.getLine())
                .append(shown(event.getRecipient()))
                .append(names.of(event.getRecipient()))
                .append(event.getKind().name())
                .append(time(event.getAt()))
                .append(wish == null ? null : wish.name())
                .append(text == null ? null : names.of(text))
                .append(text == null ? null : (Integer) text.length())
                .append(event.getRequestId());
        end(conversations, place, text);
    }

    private void add(Place place, Alert alert) throws SQLException {
        alerts.beginRow()
                .append(time(alert.getAt()))
                .append(alert.getAlertId())
                .append(alert.getPool())
                .append(alert.getKind())
                .append(alert.getSeverity().name())
                .append(alert.getLine())
                .append(alert.getServer())
                .append(alert.getObserved())
                .append(alert.getLimit())
                .append(alert.getMessage())
                .append(
                        alert.getReview() == null
                                ? null
                                : AvroJson.write(alert.getReview()).toString());
        locate(alerts, place).endRow();
    }

    private void add(Place place, LineUpdate update) throws SQLException {
        lines.beginRow()
                .append(time(place.appended()))
                .append(update.getPool())
                .append(update.getLine())
                .append(update.getServer())
                .append(update.getStatus().name())
                .append(time(update.getActivatedAt()))
                .append(update.getEvacuate());
        locate(lines, place).endRow();
    }

    private void add(Place place, PolicyUpdate update) throws SQLException {
        policies.beginRow()
                .append(time(place.appended()))
                .append(update.getPool())
                .append(PolicyHash.of(update.getPolicy()))
                .append(update.getPolicy());
        locate(policies, place).endRow();
    }

    private void end(DuckDBAppender row, Place place, @Nullable String text) throws SQLException {
        locate(row, place);
        if (reveals) {
            row.append(text);
        }
        row.endRow();
    }

    private static DuckDBAppender locate(DuckDBAppender row, Place place) throws SQLException {
        return row.append(place.topic()).append(place.partition()).append(place.offset());
    }

    private String shown(String handle) {
        return reveals ? handle : Masked.handle(handle);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /** Hands over what was added, as part of the transaction that is open. */
    void flush() throws SQLException {
        for (DuckDBAppender appender : all) {
            appender.flush();
        }
    }

    @Override
    public void close() throws SQLException {
        for (DuckDBAppender appender : all) {
            appender.close();
        }
    }
}
