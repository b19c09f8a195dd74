package dev.linewarden.contract;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.model.Review;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.core.state.Table;
import dev.linewarden.registry.AvroSafety;
import dev.linewarden.schemas.Attachment;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Pattern;
import dev.linewarden.schemas.Severity;
import dev.linewarden.schemas.ShadowPolicy;
import dev.linewarden.schemas.Suspension;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Between the records of the contract and the types of the core. */
public final class Records {

    static {
        AvroSafety.apply();
    }

    private Records() {}

    /**
     * The core's view of an input record.
     *
     * @throws IllegalArgumentException for a record that is no input
     */
    public static Event toEvent(SpecificRecord input) {
        if (input instanceof dev.linewarden.schemas.OutboundRequest request) {
            return toRequest(request);
        }
        if (input instanceof dev.linewarden.schemas.ConversationEvent event) {
            return new ConversationEvent(
                    event.getEventId(),
                    event.getPool(),
                    event.getLine(),
                    event.getRecipient(),
                    ConversationEvent.Kind.valueOf(event.getKind().name()),
                    event.getAt(),
                    event.getText(),
                    event.getRequestId());
        }
        if (input instanceof dev.linewarden.schemas.LineUpdate update) {
            return new LineUpdate(
                    update.getPool(),
                    update.getLine(),
                    update.getServer(),
                    LineUpdate.Status.valueOf(update.getStatus().name()),
                    update.getActivatedAt(),
                    update.getAt(),
                    update.getNote(),
                    update.getEvacuate(),
                    update.getResumes());
        }
        if (input instanceof dev.linewarden.schemas.PolicyUpdate update) {
            return new PolicyUpdate(update.getPool(), update.getPolicy(), update.getAt());
        }
        if (input instanceof dev.linewarden.schemas.Command command) {
            ShadowPolicy shadow = command.getShadow();
            if (shadow != null) {
                return new ShadowOrder(command.getPool(), shadow.getPolicy(), shadow.getUntil(), command.getAt());
            }
            Suspension suspension = command.getSuspension();
            if (suspension != null) {
                return new SuspensionOrder(
                        command.getPool(),
                        suspension.getLabelKey(),
                        suspension.getLabelValue(),
                        suspension.getUntil(),
                        suspension.getReason(),
                        suspension.getEnds(),
                        command.getAt());
            }
            return new Command(
                    command.getPool(),
                    Command.Kind.valueOf(command.getKind().name()),
                    command.getRequestId(),
                    command.getRecipient(),
                    command.getAt());
        }
        throw new IllegalArgumentException(
                "not an input record: " + input.getSchema().getName());
    }

    /** The core's view of a request. */
    public static OutboundRequest toRequest(dev.linewarden.schemas.OutboundRequest request) {
        List<OutboundRequest.Attachment> attachments = List.of();
        if (!request.getAttachments().isEmpty()) {
            attachments = new ArrayList<>(request.getAttachments().size());
            for (Attachment attachment : request.getAttachments()) {
                attachments.add(new OutboundRequest.Attachment(attachment.getUri(), attachment.getMimeType()));
            }
        }
        Consent consent = request.getConsent();
        return new OutboundRequest(
                request.getRequestId(),
                request.getPool(),
                request.getRecipient(),
                request.getLine(),
                request.getText(),
                attachments,
                Priority.valueOf(request.getPriority().name()),
                request.getCreatedAt(),
                request.getNotBefore(),
                request.getExpiresAt(),
                request.getTimeZone(),
                consent == null ? null : new OutboundRequest.Consent(consent.getBasis(), consent.getAt()),
                Purpose.valueOf(request.getPurpose().name()),
                request.getHoldForReply(),
                request.getCancelOnReply(),
                request.getLabels());
    }

    /** The record of a request. */
    public static dev.linewarden.schemas.OutboundRequest toRecord(OutboundRequest request) {
        List<Attachment> attachments = new ArrayList<>(request.attachments().size());
        request.attachments().forEach(file -> attachments.add(new Attachment(file.uri(), file.mimeType())));
        dev.linewarden.schemas.OutboundRequest record = new dev.linewarden.schemas.OutboundRequest();
        record.setRequestId(request.requestId());
        record.setPool(request.pool());
        record.setRecipient(request.recipient());
        record.setLine(request.line());
        record.setText(request.text());
        record.setAttachments(attachments);
        record.setPriority(
                dev.linewarden.schemas.Priority.valueOf(request.priority().name()));
        record.setCreatedAt(request.createdAt());
        record.setNotBefore(request.notBefore());
        record.setExpiresAt(request.expiresAt());
        record.setTimeZone(request.timeZone());
        record.setConsent(
                request.consent() == null
                        ? null
                        : new Consent(
                                request.consent().basis(), request.consent().at()));
        record.setPurpose(
                dev.linewarden.schemas.Purpose.valueOf(request.purpose().name()));
        record.setHoldForReply(request.holdForReply());
        record.setCancelOnReply(request.cancelOnReply());
        record.setLabels(request.labels());
        return record;
    }

    /** The record of a decision. */
    public static dev.linewarden.schemas.Decision toRecord(Decision decision) {
        List<dev.linewarden.schemas.Finding> findings =
                new ArrayList<>(decision.findings().size());
        decision.findings().forEach(finding -> findings.add(toRecord(finding)));
        dev.linewarden.schemas.Decision record = new dev.linewarden.schemas.Decision();
        record.setDecisionId(decision.decisionId());
        record.setRequest(toRecord(decision.request()));
        record.setOutcome(Outcome.valueOf(decision.outcome().name()));
        record.setLine(decision.line());
        record.setServer(decision.server());
        record.setFindings(findings);
        record.setBindingCode(name(decision.bindingCode()));
        record.setNotBefore(decision.notBefore());
        record.setAttempt(decision.attempt());
        record.setDecidedAt(decision.decidedAt());
        record.setPolicyVersion(decision.policyVersion());
        record.setPolicyHash(decision.policyHash());
        record.setBuild(decision.build());
        record.setJournalPartition(decision.position().partition());
        record.setJournalOffset(decision.position().offset());
        return record;
    }

    private static dev.linewarden.schemas.Finding toRecord(Finding finding) {
        dev.linewarden.schemas.Finding record = new dev.linewarden.schemas.Finding();
        record.setRule(finding.rule());
        record.setCode(name(finding.code()));
        record.setEffect(Effect.valueOf(finding.effect().name()));
        record.setEnforced(finding.enforced());
        record.setObserved(finding.observed());
        record.setLimit(finding.limit());
        record.setUntil(finding.until());
        record.setDetail(finding.detail());
        return record;
    }

    /** The record of an alert. */
    public static dev.linewarden.schemas.Alert toRecord(Alert alert) {
        dev.linewarden.schemas.Alert record = new dev.linewarden.schemas.Alert();
        record.setAlertId(alert.alertId());
        record.setPool(alert.pool());
        record.setKind(alert.kind().name());
        record.setSeverity(Severity.valueOf(alert.severity().name()));
        record.setLine(alert.line());
        record.setServer(alert.server());
        record.setObserved(alert.observed());
        record.setLimit(alert.limit());
        record.setMessage(alert.message());
        record.setAt(alert.at());
        record.setReview(alert.review() == null ? null : toRecord(alert.review()));
        return record;
    }

    /** The record of a review. */
    public static dev.linewarden.schemas.Review toRecord(Review review) {
        List<Pattern> patterns = new ArrayList<>(review.patterns().size());
        review.patterns()
                .forEach(pattern -> patterns.add(new Pattern(pattern.name(), pattern.score(), pattern.evidence())));
        dev.linewarden.schemas.Review record = new dev.linewarden.schemas.Review();
        record.setFrom(review.from());
        record.setTo(review.to());
        record.setSends(review.sends());
        record.setOutreach(review.outreach());
        record.setNewConversations(review.newConversations());
        record.setFollowUps(review.followUps());
        record.setReplies(review.replies());
        record.setReplyRate(review.replyRate());
        record.setMostInAMinute(review.mostInAMinute());
        record.setOffHours(review.offHours());
        record.setPatterns(patterns);
        return record;
    }

    /** The record of a command. */
    public static dev.linewarden.schemas.Command toRecord(Command command) {
        return new dev.linewarden.schemas.Command(
                command.pool(),
                CommandKind.valueOf(command.kind().name()),
                command.requestId(),
                command.recipient(),
                command.at(),
                null,
                null);
    }

    /** The record of a suspension, or of the end of one. */
    public static dev.linewarden.schemas.Command toRecord(SuspensionOrder order) {
        return SuspensionOrders.order(
                order.pool(),
                new Suspension(order.labelKey(), order.labelValue(), order.until(), order.reason(), order.ends()),
                order.at());
    }

    /** The record of a line report. */
    public static dev.linewarden.schemas.LineUpdate toRecord(LineUpdate report) {
        dev.linewarden.schemas.LineUpdate update = LineUpdates.of(
                report.pool(),
                report.line(),
                report.server(),
                LineStatus.valueOf(report.status().name()),
                report.activatedAt(),
                report.at(),
                report.note());
        update.setEvacuate(report.evacuate());
        update.setResumes(report.resumes());
        return update;
    }

    /** The record of how a gate's time passes; null where it passes as it does. */
    public static dev.linewarden.schemas.@Nullable Pace toRecord(Pace pace) {
        return pace.equals(Pace.REAL) ? null : new dev.linewarden.schemas.Pace(pace.began(), pace.from(), pace.speed());
    }

    /** The core's view of how a gate's time passes. */
    public static Pace toPace(dev.linewarden.schemas.@Nullable Pace record) {
        return record == null ? Pace.REAL : new Pace(record.getBegan(), record.getFrom(), record.getSpeed());
    }

    /** The record of a sweep. */
    public static dev.linewarden.schemas.Sweep toRecord(Sweeper.Sweep sweep) {
        return new dev.linewarden.schemas.Sweep(sweep.table().storeName(), sweep.from(), sweep.to(), sweep.horizon());
    }

    /**
     * The core's view of a sweep.
     *
     * @throws IllegalArgumentException for a store that is not known
     */
    public static Sweeper.Sweep toSweep(dev.linewarden.schemas.Sweep record) {
        for (Table table : Table.values()) {
            if (table.storeName().equals(record.getTable())) {
                return new Sweeper.Sweep(table, record.getFrom(), record.getTo(), record.getHorizon());
            }
        }
        throw new IllegalArgumentException("no store: " + record.getTable());
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    /** Whether it says something of the request that its id belongs to; see {@link Decision#isRemembered}. */
    public static boolean isRemembered(dev.linewarden.schemas.Decision decision) {
        String code = decision.getBindingCode();
        return !Code.DUPLICATE_REQUEST.name().equals(code)
                && !Code.INVALID_REQUEST.name().equals(code);
    }
}
