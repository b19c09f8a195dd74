package dev.linewarden.audit.oracle.pass;

import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Purpose;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One request that was heard, and what became of it so far. Times are milliseconds. */
final class Asked {

    final String id;
    final String person;
    /** Which life of the person it is about: what was asked before it was forgotten is void. */
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
            boolean isForCapacity) {

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(decisionId);
            out.writeLong(number);
            out.writeLong(at);
            out.writeInt(rank);
            out.writeUTF(line.name);
            out.writeUTF(server.name);
            out.writeBoolean(silent);
            out.writeBoolean(isUnknown);
            out.writeBoolean(isForDialogue);
            out.writeBoolean(isForCapacity);
        }

        static Promise read(PoolBook book, DataInputStream in) throws IOException {
            return new Promise(
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    book.line(in.readUTF()),
                    book.server(in.readUTF()),
                    in.readBoolean(),
                    in.readBoolean(),
                    in.readBoolean(),
                    in.readBoolean());
        }
    }

    Asked(OutboundRequest request, Person person, long arrival, long at) {
        this.id = request.getRequestId();
        this.person = person.handle;
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

    private Asked(String id, PoolBook book, DataInputStream in) throws IOException {
        this.id = id;
        this.person = in.readUTF();
        this.life = in.readInt();
        this.arrival = in.readLong();
        this.isOnce = in.readBoolean();
        this.createdAt = in.readLong();
        this.saidAt = in.readLong();
        this.notBefore = in.readLong();
        this.expiresAt = in.readLong();
        this.attempts = in.readInt();
        this.decidedAt = in.readLong();
        this.isEnded = in.readBoolean();
        this.ordered = in.readLong();
        this.promise = in.readBoolean() ? Promise.read(book, in) : null;
        this.server = in.readBoolean() ? book.server(in.readUTF()) : null;
        this.day = in.readBoolean() ? LocalDate.ofEpochDay(in.readLong()) : null;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(person);
        out.writeInt(life);
        out.writeLong(arrival);
        out.writeBoolean(isOnce);
        out.writeLong(createdAt);
        out.writeLong(saidAt);
        out.writeLong(notBefore);
        out.writeLong(expiresAt);
        out.writeInt(attempts);
        out.writeLong(decidedAt);
        out.writeBoolean(isEnded);
        out.writeLong(ordered);
        out.writeBoolean(promise != null);
        if (promise != null) {
            promise.write(out);
        }
        out.writeBoolean(server != null);
        if (server != null) {
            out.writeUTF(server.name);
        }
        out.writeBoolean(day != null);
        if (day != null) {
            out.writeLong(day.toEpochDay());
        }
    }

    /** @param book whose lines and servers it speaks of */
    static Asked read(String id, PoolBook book, DataInputStream in) throws IOException {
        return new Asked(id, book, in);
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
