package dev.linewarden.audit.oracle;

import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What had happened when a decision was made, found by reading everything from the beginning each time: as slow as it is
 * simple. Shares no code with the rules.
 */
final class History {

    private final Journal journal;
    private final Interpretation interpretation;
    private final List<Send> sends = new ArrayList<>();
    private final List<Send> confirmations = new ArrayList<>();
    private final Map<String, String> homes = new HashMap<>();
    private int foreign;

    History(Journal journal, Interpretation interpretation) {
        this.journal = journal;
        this.interpretation = interpretation;
    }

    List<Send> sends() {
        return sends;
    }

    Object input(int offset) {
        return journal.entries().get(offset).event();
    }

    Instant at(int offset) {
        return journal.entries().get(offset).at();
    }

    /** Sends outside the gate count from their place in the journal on, and who writes first has its home there. */
    void passTo(int offset) {
        for (; foreign <= offset; foreign++) {
            if (!(input(foreign) instanceof ConversationEvent event)) {
                continue;
            }
            if (event.getKind() == ConversationKind.SENT_ELSEWHERE) {
                add(at(foreign), foreign, event.getLine(), event.getRecipient(), null, false);
            }
            if (event.getKind() == ConversationKind.SENT_ELSEWHERE
                    || event.getKind() == ConversationKind.INBOUND_MESSAGE) {
                homes.putIfAbsent(event.getRecipient(), event.getLine());
            }
        }
    }

    /** Whether unpinned requests to the recipient go to a line of its own; else one is assigned. */
    boolean hasHome(String recipient, int offset) {
        String home = homes.get(recipient);
        LineUpdate line = home == null ? null : line(home, offset);
        if (line == null || line.getStatus() == LineStatus.RETIRED) {
            return false;
        }
        boolean isMoved =
                line.getStatus() == LineStatus.FLAGGED && limits(offset).homeReassigned();
        return line.getStatus() == LineStatus.ACTIVE || !(isMoved || line.getEvacuate());
    }

    /**
     * Takes an approval to heart.
     *
     * @param askedFor whether it confirms an opt-out, and so is no outreach
     */
    void approved(Decision decision, boolean askedFor) {
        String recipient = decision.getRequest().getRecipient();
        if (decision.getRequest().getLine() == null && !hasHome(recipient, (int) decision.getJournalOffset())) {
            homes.put(recipient, decision.getLine());
        }
        homes.putIfAbsent(recipient, decision.getLine());
        add(
                decision.getDecidedAt(),
                (int) decision.getJournalOffset(),
                decision.getLine(),
                decision.getRequest().getRecipient(),
                decision.getRequest().getRequestId(),
                askedFor);
        if (askedFor) {
            confirmations.add(sends.get(sends.size() - 1));
        }
    }

    /** Whether an operator had it held for that time, by what was ordered until the entry: the last word about each label counts. */
    boolean isSuspended(OutboundRequest request, Instant at, int offset) {
        Map<String, Suspension> last = new HashMap<>();
        for (int i = 0; i <= offset; i++) {
            if (input(i) instanceof Command command && command.getSuspension() != null) {
                Suspension order = command.getSuspension();
                last.put(order.getLabelKey() + "=" + order.getLabelValue(), order);
            }
        }
        return last.values().stream()
                .filter(order -> isOf(request, order))
                .anyMatch(order -> !order.getEnds() && (order.getUntil() == null || at.isBefore(order.getUntil())));
    }

    /** Whether the order is about the request, or all of the pool. */
    static boolean isOf(OutboundRequest request, Suspension order) {
        return order.getLabelKey() == null
                || Objects.equals(request.getLabels().get(order.getLabelKey()), order.getLabelValue());
    }

    /** When the recipient last opted out. */
    Instant optedOutAt(String recipient, int offset) {
        return at(last(offset, input -> wishOf(input, recipient) == Wish.OPT_OUT));
    }

    /** Whether the recipient was told that its opt-out was heard, since it last opted in. */
    boolean isConfirmed(String recipient, int offset) {
        int optedIn = last(offset, input -> wishOf(input, recipient) == Wish.OPT_IN);
        return confirmations.stream().anyMatch(send -> send.recipient().equals(recipient) && send.offset() > optedIn);
    }

    private void add(
            Instant at, int offset, String line, String recipient, @Nullable String requestId, boolean askedFor) {
        sends.add(new Send(
                at,
                offset,
                line,
                server(line, offset),
                recipient,
                requestId,
                !askedFor && !isActive(recipient, at, offset),
                isNewTo(line, recipient, offset)));
    }

    /** The last entry up to {@code offset} that fits, or -1. */
    int last(int offset, Predicate<Object> fits) {
        for (int i = offset; i >= 0; i--) {
            if (fits.test(input(i))) {
                return i;
            }
        }
        return -1;
    }

    Limits limits(int offset) {
        return Objects.requireNonNull(journal.policies().get(policyOffset(offset)), "no policy before the first entry");
    }

    /** Where the policy came that was in force. */
    int policyOffset(int offset) {
        return last(offset, input -> input instanceof PolicyUpdate);
    }

    /** Where the request first came, or -1. */
    int arrivalOffset(String requestId, int offset) {
        for (int i = 0; i <= offset; i++) {
            if (input(i) instanceof OutboundRequest request
                    && request.getRequestId().equals(requestId)) {
                return i;
            }
        }
        return -1;
    }

    int submissions(String requestId, int offset) {
        int count = 0;
        for (int i = 0; i <= offset; i++) {
            if (input(i) instanceof OutboundRequest request
                    && request.getRequestId().equals(requestId)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isInbound(Object input, String recipient) {
        return input instanceof ConversationEvent event
                && event.getKind() == ConversationKind.INBOUND_MESSAGE
                && event.getRecipient().equals(recipient);
    }

    /** Who asks not to be written to, or who it is that writes, answers nothing. */
    private boolean isAnswer(Object input, String recipient) {
        return isInbound(input, recipient)
                && wishOf(input, recipient) != Wish.OPT_OUT
                && wishOf(input, recipient) != Wish.HELP;
    }

    private static boolean isTo(Object input, String line) {
        return ((ConversationEvent) input).getLine().equals(line);
    }

    int lastAnswerOffset(String recipient, int offset) {
        return last(offset, input -> isAnswer(input, recipient));
    }

    /** Whether the recipient ever wrote, whatever it was. */
    boolean hasWritten(String recipient, int offset) {
        return last(offset, input -> isInbound(input, recipient)) >= 0;
    }

    boolean hasAnswered(String line, String recipient, int offset) {
        return last(offset, input -> isAnswer(input, recipient) && isTo(input, line)) >= 0;
    }

    private boolean hasWrittenTo(String line, String recipient, int offset) {
        return last(offset, input -> isInbound(input, recipient) && isTo(input, line)) >= 0;
    }

    /** Whether the recipient answered after entry {@code sinceOffset}. */
    boolean hasReplied(String recipient, int sinceOffset, int offset) {
        return lastAnswerOffset(recipient, offset) > sinceOffset;
    }

    boolean isActive(String recipient, Instant at, int offset) {
        int inbound = lastAnswerOffset(recipient, offset);
        return inbound >= 0
                && Duration.between(at(inbound), at).compareTo(limits(offset).activeWindow()) < 0;
    }

    /**
     * Whether a message to the recipient at {@code at} would be one too many in the window, or comes too soon behind a window
     * that held one too many.
     */
    boolean isLoop(String recipient, Instant at, int offset) {
        Limits limits = limits(offset);
        List<Instant> messages = exchange(recipient, offset);
        int size = messages.size();
        int max = limits.loopMax();
        if (size < max) {
            return false;
        }
        boolean isTooMany = Duration.between(messages.get(size - max), at).compareTo(limits.loopWindow()) < 0;
        Instant last = messages.get(size - 1);
        boolean wereTooMany = size > max
                && Duration.between(messages.get(size - max - 1), last).compareTo(limits.loopWindow()) < 0;
        return isTooMany || (wereTooMany && at.isBefore(last.plus(limits.loopPause())));
    }

    /** When messages were exchanged with the recipient, in both directions, ascending. */
    List<Instant> exchange(String recipient, int offset) {
        List<Instant> messages = new ArrayList<>();
        sends.stream()
                .filter(send -> send.recipient().equals(recipient))
                .map(Send::at)
                .forEach(messages::add);
        for (int i = 0; i <= offset; i++) {
            if (isInbound(input(i), recipient)) {
                messages.add(at(i));
            }
        }
        messages.sort(Comparator.naturalOrder());
        return messages;
    }

    boolean isNewTo(String line, String recipient, int offset) {
        return !hasWrittenTo(line, recipient, offset)
                && sends.stream()
                        .noneMatch(send ->
                                send.line().equals(line) && send.recipient().equals(recipient));
    }

    /** Whether anybody of the pool ever had to do with the recipient. */
    boolean isUnknown(String recipient, int offset) {
        return isUnknown(recipient, offset, sends.size());
    }

    /** Whether nobody had when so many messages had been sent. */
    boolean isUnknown(String recipient, int offset, int sent) {
        return !hasWritten(recipient, offset)
                && sends.subList(0, sent).stream()
                        .noneMatch(send -> send.recipient().equals(recipient));
    }

    @Nullable
    LineUpdate line(String line, int offset) {
        int update = last(
                offset,
                input -> input instanceof LineUpdate report && report.getLine().equals(line));
        return update < 0 ? null : (LineUpdate) input(update);
    }

    /** Since when the line sends, as it was first reported; null when that was not said. */
    @Nullable
    Instant activated(@Nullable String line) {
        return journal.entries().stream()
                .map(Journal.Entry::event)
                .filter(LineUpdate.class::isInstance)
                .map(LineUpdate.class::cast)
                .filter(update -> update.getLine().equals(line))
                .findFirst()
                .map(LineUpdate::getActivatedAt)
                .orElse(null);
    }

    /** Whether no other line was ever reported. */
    boolean isAlone(String line, int offset) {
        return last(
                        offset,
                        input -> input instanceof LineUpdate report
                                && !report.getLine().equals(line))
                < 0;
    }

    boolean isSending(String line, int offset) {
        LineUpdate update = line(line, offset);
        return update != null && update.getStatus() == LineStatus.ACTIVE;
    }

    String server(String line, int offset) {
        LineUpdate update = line(line, offset);
        return update == null ? "none" : update.getServer();
    }

    /** Whether the recipient last asked to be written to or not, by event or in words. */
    Wish wish(String recipient, int offset) {
        int said = last(
                offset, input -> wishOf(input, recipient) == Wish.OPT_IN || wishOf(input, recipient) == Wish.OPT_OUT);
        return said < 0 ? Wish.NOTHING : wishOf(input(said), recipient);
    }

    /** What the input says of the recipient's wishes. */
    Wish wishOf(Object input, String recipient) {
        if (!(input instanceof ConversationEvent event) || !event.getRecipient().equals(recipient)) {
            return Wish.NOTHING;
        }
        return switch (event.getKind()) {
            case OPTED_IN -> Wish.OPT_IN;
            case OPTED_OUT -> Wish.OPT_OUT;
            case INBOUND_MESSAGE -> event.getText() == null ? Wish.NOTHING : interpretation.wishOf(event.getText());
            default -> Wish.NOTHING;
        };
    }

    /** The server's sends of the day, without those that were given back. */
    int serverDay(String server, Instant at, ZoneId zone, int offset) {
        int count = 0;
        for (Send send : sends) {
            boolean today = LocalDate.ofInstant(send.at(), zone).equals(LocalDate.ofInstant(at, zone));
            if (today && send.server().equals(server) && !isGivenBack(send, offset)) {
                count++;
            }
        }
        return count;
    }

    private boolean isGivenBack(Send send, int offset) {
        String requestId = send.requestId();
        return requestId != null
                && last(
                                offset,
                                input -> input instanceof ConversationEvent event
                                        && event.getKind() == ConversationKind.SEND_FAILED
                                        && requestId.equals(event.getRequestId()))
                        > send.offset();
    }

    /** Conversations that the line opened on the day. */
    int openedOn(String line, LocalDate day, ZoneId zone) {
        return (int) sends.stream()
                .filter(send -> send.opener()
                        && send.line().equals(line)
                        && LocalDate.ofInstant(send.at(), zone).equals(day))
                .count();
    }

    /** Sends of the line in the window that ends at {@code at}, which counts until just before its length has passed. */
    List<Send> window(String line, Instant at, Duration length) {
        return sends.stream()
                .filter(send -> send.line().equals(line)
                        && Duration.between(send.at(), at).compareTo(length) < 0)
                .toList();
    }

    boolean isAnswered(Send opener, int offset) {
        for (int i = opener.offset() + 1; i <= offset; i++) {
            if (isAnswer(input(i), opener.recipient()) && isTo(input(i), opener.line())) {
                return true;
            }
        }
        return false;
    }

    /** The last of all sends to the recipient; null before the first. */
    @Nullable
    Instant lastSend(String recipient) {
        Instant last = null;
        for (Send send : sends) {
            last = send.recipient().equals(recipient) ? send.at() : last;
        }
        return last;
    }

    /** Where the recipient stands: its turns since it last wrote. */
    record Turns(int turns, @Nullable Instant turnStart, int inTurn, int inARow, boolean joins) {}

    /**
     * The turns before a send at {@code at}, and whether that send would join the last of them. What was sent inside the
     * active conversation is the answer: one turn, which lies at its last message and which nothing joins.
     */
    Turns turns(String recipient, Instant at, int offset) {
        int turns = 0;
        Instant turnStart = null;
        int inTurn = 0;
        int inARow = 0;
        boolean answered = false;
        Send before = null;
        for (Send send : sends) {
            if (!send.recipient().equals(recipient)) {
                continue;
            }
            if (isAnew(before, recipient, send.at(), send.offset())) {
                turns = 0;
                turnStart = null;
                inTurn = 0;
                inARow = 0;
                answered = false;
            }
            if (isActive(recipient, send.at(), send.offset())) {
                turns = answered ? turns : turns + 1;
                answered = true;
                turnStart = send.at();
                inTurn = Integer.MAX_VALUE;
            } else if (joins(turnStart, inTurn, send.at(), limits(send.offset()))) {
                inTurn++;
            } else {
                turns++;
                turnStart = send.at();
                inTurn = 1;
            }
            inARow++;
            before = send;
        }
        if (isAnew(before, recipient, at, offset)) {
            return new Turns(0, null, 0, 0, false);
        }
        return new Turns(turns, turnStart, inTurn, inARow, joins(turnStart, inTurn, at, limits(offset)));
    }

    private boolean isAnew(@Nullable Send before, String recipient, Instant at, int offset) {
        return before == null
                || last(offset, input -> isInbound(input, recipient) && wishOf(input, recipient) != Wish.HELP)
                        > before.offset()
                || Duration.between(before.at(), at).compareTo(limits(offset).resetAfter()) >= 0;
    }

    private static boolean joins(@Nullable Instant turnStart, int inTurn, Instant at, Limits limits) {
        return turnStart != null
                && Duration.between(turnStart, at).compareTo(limits.turnWindow()) <= 0
                && inTurn < limits.turnMessages();
    }

    /** The outcomes of a request, without those of its repetitions. */
    static boolean isFinal(Decision decision) {
        return decision.getOutcome() != Outcome.DEFERRED && !"DUPLICATE_REQUEST".equals(decision.getBindingCode());
    }
}
