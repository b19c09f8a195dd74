package dev.linewarden.audit.oracle.pass;

import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Purpose;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One request that was heard, and what became of it so far. Times are milliseconds. */
final class Asked {

    final String id;
    final Person person;
    final int life;
    final long arrival;
    /** Whether it goes for the sake of a wish, which is met once. */
    final boolean isOnce;

    long createdAt;
    private final long saidAt;
    final long notBefore;
    final long expiresAt;
    int attempts;
    long decidedAt = Person.NEVER;
    boolean isEnded;
    /** When a command last named it, as a number of what was taken. */
    long ordered;

    @Nullable
    Promise promise;
    // Of what was sent: to give it back once.
    @Nullable
    ServerBook server;

    @Nullable
    LocalDate day;

    /**
     * A time that was named.
     *
     * @param number of what was taken when it was
     * @param at the time
     * @param silent whether the line was expected to be silent then, and so to trickle
     * @param isUnknown whether nobody of the pool had had to do with the person
     */
    record Promise(
            String decisionId,
            long number,
            long at,
            int rank,
            LineBook line,
            ServerBook server,
            boolean silent,
            boolean isUnknown,
            boolean isForDialogue,
            boolean isForCapacity) {}

    Asked(OutboundRequest request, Person person, long arrival, long at) {
        this.id = request.getRequestId();
        this.person = person;
        this.life = person.lives;
        this.arrival = arrival;
        this.isOnce =
                request.getPurpose() == Purpose.OPT_OUT_CONFIRMATION || request.getPurpose() == Purpose.HELP_ANSWER;
        this.createdAt = at;
        this.saidAt = request.getCreatedAt().toEpochMilli();
        this.notBefore = millis(request.getNotBefore());
        this.expiresAt = request.getExpiresAt() == null
                ? Long.MAX_VALUE
                : request.getExpiresAt().toEpochMilli();
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? Person.NEVER : time.toEpochMilli();
    }

    /** It was judged for the first time: what it says of its making counts, but a time that lies ahead as now. */
    void judgedFirst(long at) {
        createdAt = Math.min(saidAt, at);
    }

    /** Until when it may be sent. */
    long deadline(Terms terms) {
        return Math.min(expiresAt, Math.max(createdAt, notBefore) + terms.maxWait);
    }

    /** Whether its id may be used again. */
    boolean isForgotten(long at, Terms terms) {
        return isEnded && at >= decidedAt + terms.duplicatesWindow;
    }
}
