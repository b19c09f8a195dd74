package dev.linewarden.core.fleet;

import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.rules.Board;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.LineChoice;
import dev.linewarden.core.rules.LinePicker;
import dev.linewarden.core.state.Draft;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans how the recipients of a line move to the others: who can go where on which day within the new-conversation budgets
 * and below the servers' share, those who replied last first. It asks the rule that the gate itself assigns lines by, day
 * after day, as if each recipient were written to once; so the plan says what the gate will allow at most, and what is sent
 * besides makes it longer.
 */
public final class Evacuation {

    private static final int MOST_DAYS = 3650;

    /**
     * One recipient's move.
     *
     * @param lastReply when it last wrote to the pool; null for never
     * @param line where it goes
     * @param day a calendar day of the new-conversation quota's zone
     */
    public record Move(String recipient, @Nullable Instant lastReply, String line, LocalDate day) {}

    /**
     * The plan.
     *
     * @param moves in the order in which they should be made
     * @param optedOut recipients who are not moved, for nobody may write to them
     * @param stranded recipients for whom no line of the pool has room, ever: it has no other ACTIVE line
     */
    public record Plan(String line, List<Move> moves, int optedOut, int stranded) {}

    private final RecipientFacts facts;
    private final Policy policy;
    private final Draft draft;
    private final Board board;

    private Evacuation(Line line, Rows rows, RecipientFacts facts, Policy policy) {
        this.facts = facts;
        this.policy = policy;
        this.draft = new Draft(rows);
        draft.put(new Line(
                line.pool(),
                line.line(),
                line.server(),
                LineUpdate.Status.RETIRED,
                line.activatedAt(),
                line.since(),
                true));
        this.board = Board.of(draft, line.pool());
    }

    /** Plans, beginning at {@code now}. Writes nothing to {@code rows}. */
    public static Plan plan(Rows rows, RecipientFacts facts, Policy policy, Line line, Instant now) {
        return new Evacuation(line, rows, facts, policy).plan(line, now);
    }

    private Plan plan(Line line, Instant now) {
        List<Recipient> leaving = new ArrayList<>();
        int optedOut = 0;
        for (Row row :
                draft.range(Table.RECIPIENTS, Keys.start(line.pool()), Keys.end(line.pool()), Integer.MAX_VALUE)) {
            if (row instanceof Recipient recipient && line.line().equals(recipient.home())) {
                if (recipient.consent() == Recipient.Consent.OPTED_OUT) {
                    optedOut++;
                } else {
                    leaving.add(recipient);
                }
            }
        }
        leaving.sort(Comparator.comparing(Recipient::lastInbound, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Recipient::lastOutbound, Comparator.nullsFirst(Comparator.naturalOrder()))
                .reversed()
                .thenComparing(Recipient::recipient));
        List<Move> moves = move(leaving, now);
        return new Plan(line.line(), moves, optedOut, leaving.size() - moves.size());
    }

    private List<Move> move(List<Recipient> leaving, Instant now) {
        List<Move> moves = new ArrayList<>(leaving.size());
        Instant at = now;
        int days = 0;
        for (Recipient recipient : leaving) {
            LineChoice choice = choose(recipient, at);
            while (choice.line() == null
                    && choice.freeAt() != null
                    && choice.freeAt().isAfter(at)
                    && days < MOST_DAYS) {
                at = choice.freeAt();
                days++;
                choice = choose(recipient, at);
            }
            Line target = choice.line();
            if (target == null) {
                return moves;
            }
            moves.add(new Move(
                    recipient.recipient(),
                    recipient.lastInbound(),
                    target.line(),
                    LocalDate.ofInstant(at, policy.newConversations().zone())));
            count(recipient, target, at);
        }
        return moves;
    }

    private LineChoice choose(Recipient recipient, Instant at) {
        OutboundRequest request = OutboundRequest.unwritten(recipient.pool(), recipient.recipient(), null, at);
        return LinePicker.choose(Case.unrouted(request, null, at, policy, draft, facts, board));
    }

    private void count(Recipient recipient, Line target, Instant at) {
        String pool = recipient.pool();
        if (recipient.isNewTo(target.line())) {
            long today = Case.dayOf(at, policy.newConversations().zone());
            draft.put(draft.lineActivity(pool, target.line()).withNewConversation(today));
        }
        long day = Case.dayOf(at, policy.serverQuota().zone());
        draft.put(draft.serverDay(pool, target.server(), day).plus(1));
        draft.put(draft.poolClock(pool).assigned(target.line()));
    }
}
