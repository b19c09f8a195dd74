package dev.linewarden.audit.oracle.pass;

import dev.linewarden.audit.oracle.Interpretation.Wish;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one pool and one person had to do with each other, as far as a limit asks for it. Times are milliseconds. */
final class Person {

    static final long NEVER = Long.MIN_VALUE / 4;

    final String handle;
    boolean hasWritten;
    /** Whether it wrote or answered since the records begin: from there on its turns are known. */
    boolean isHeard;

    long answeredAt = NEVER;
    long answeredOffset = -1;
    Wish wish = Wish.NOTHING;
    long optedOutAt = NEVER;
    long helpAskedAt = NEVER;
    boolean isConfirmed;

    @Nullable
    String home;

    long turnStart = NEVER;
    int turns;
    int inTurn;
    int inARow;
    boolean answered;
    boolean isAnew = true;
    long lastSend = NEVER;
    /** How often the person was forgotten: what is held about requests of before is void. */
    int lives;

    final Seen seen = new Seen();
    private final List<Tie> ties = new ArrayList<>(1);
    private final Times exchange = new Times(4);

    /** What a line and the person know of each other. */
    static final class Tie {
        final String line;
        boolean wasSent;
        boolean hasWritten;
        boolean hasAnswered;
        /** The number of the last conversation that the line opened and the person has not answered; 0 for none. */
        long opener;
        /** How many messages are promised to go this way. */
        int promised;

        Tie(String line) {
            this.line = line;
        }

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(line);
            out.writeBoolean(wasSent);
            out.writeBoolean(hasWritten);
            out.writeBoolean(hasAnswered);
            out.writeLong(opener);
            out.writeInt(promised);
        }

        static Tie read(DataInputStream in) throws IOException {
            Tie tie = new Tie(in.readUTF());
            tie.wasSent = in.readBoolean();
            tie.hasWritten = in.readBoolean();
            tie.hasAnswered = in.readBoolean();
            tie.opener = in.readLong();
            tie.promised = in.readInt();
            return tie;
        }
    }

    Person(String handle) {
        this.handle = handle;
    }

    @Nullable
    Tie tie(String line) {
        for (Tie tie : ties) {
            if (tie.line.equals(line)) {
                return tie;
            }
        }
        return null;
    }

    Tie tied(String line) {
        Tie known = tie(line);
        if (known == null) {
            known = new Tie(line);
            ties.add(known);
        }
        return known;
    }

    /** Whether the line never wrote to the person, nor the person to the line. */
    boolean isNewTo(String line) {
        Tie tie = tie(line);
        return tie == null || !(tie.wasSent || tie.hasWritten);
    }

    boolean hasAnswered(String line) {
        Tie tie = tie(line);
        return tie != null && tie.hasAnswered;
    }

    /** Whether nobody of the pool ever had to do with the person. */
    boolean isUnknown() {
        return !hasWritten && lastSend == NEVER;
    }

    boolean isActive(long at, Terms terms) {
        return at - answeredAt < terms.activeWindow;
    }

    /** One more message, in whichever direction. */
    void exchanged(long at, Terms terms) {
        // The one before a full window tells that the window which ended with the last message was too full.
        exchange.add(at, terms.loopWindow, terms.loopMax + 1);
    }

    /** The most messages, with one more at {@code at}, in any interval of that length that contains it. */
    int exchangedIn(long at, long window) {
        return exchange.mostIn(at, window);
    }

    /** Whether a message at {@code at} is one too many in its window, or comes before the pause behind such a window is over. */
    boolean isLoop(long at, Terms terms) {
        int max = terms.loopMax;
        if (exchange.mostIn(at, terms.loopWindow) > max) {
            return true;
        }
        long last = exchange.last();
        boolean wereTooMany = exchange.size() > max && last - exchange.fromLast(max) < terms.loopWindow;
        return wereTooMany && at >= last && at < last + terms.loopPause;
    }

    /** Counts anew when the person wrote since, or so long a silence lay before. */
    void passTo(long at, Terms terms) {
        if (isAnew || at - lastSend >= terms.resetAfter) {
            turns = 0;
            turnStart = NEVER;
            inTurn = 0;
            inARow = 0;
            answered = false;
        }
    }

    /** Whether a message at {@code at} is one more of the turn before it. */
    boolean joins(long at, Terms terms) {
        return turnStart != NEVER && at - turnStart <= terms.turnWindow && inTurn < terms.turnMessages;
    }

    /** Takes a message to heart: what goes inside the conversation is the answer, one turn that nothing joins. */
    void sent(long at, Terms terms) {
        passTo(at, terms);
        if (isActive(at, terms)) {
            turns = answered ? turns : turns + 1;
            answered = true;
            turnStart = at;
            inTurn = Integer.MAX_VALUE;
        } else if (joins(at, terms)) {
            inTurn++;
        } else {
            turns++;
            turnStart = at;
            inTurn = 1;
        }
        inARow++;
        isAnew = false;
        lastSend = at;
    }

    /** What lies ahead of a clock that stepped back counts as now. */
    void bringBack(long now) {
        answeredAt = Math.min(answeredAt, now);
        optedOutAt = Math.min(optedOutAt, now);
        helpAskedAt = Math.min(helpAskedAt, now);
        turnStart = Math.min(turnStart, now);
        lastSend = Math.min(lastSend, now);
        exchange.bringBack(now);
    }

    void write(DataOutputStream out) throws IOException {
        for (boolean is : new boolean[] {hasWritten, isHeard, isConfirmed, answered, isAnew, home != null}) {
            out.writeBoolean(is);
        }
        for (long time : new long[] {answeredAt, answeredOffset, optedOutAt, helpAskedAt, turnStart, lastSend}) {
            out.writeLong(time);
        }
        for (int count : new int[] {turns, inTurn, inARow, lives, ties.size()}) {
            out.writeInt(count);
        }
        out.writeUTF(home == null ? "" : home);
        out.writeUTF(wish.name());
        for (Tie tie : ties) {
            tie.write(out);
        }
        seen.write(out);
        exchange.write(out);
    }

    static Person read(String handle, DataInputStream in) throws IOException {
        Person person = new Person(handle);
        person.hasWritten = in.readBoolean();
        person.isHeard = in.readBoolean();
        person.isConfirmed = in.readBoolean();
        person.answered = in.readBoolean();
        person.isAnew = in.readBoolean();
        boolean hasHome = in.readBoolean();
        person.answeredAt = in.readLong();
        person.answeredOffset = in.readLong();
        person.optedOutAt = in.readLong();
        person.helpAskedAt = in.readLong();
        person.turnStart = in.readLong();
        person.lastSend = in.readLong();
        person.turns = in.readInt();
        person.inTurn = in.readInt();
        person.inARow = in.readInt();
        person.lives = in.readInt();
        int ties = in.readInt();
        String home = in.readUTF();
        person.home = hasHome ? home : null;
        person.wish = Wish.valueOf(in.readUTF());
        for (int i = 0; i < ties; i++) {
            person.ties.add(Tie.read(in));
        }
        person.seen.read(in);
        person.exchange.read(in);
        return person;
    }

    /**
     * Erases everything but an opt-out.
     *
     * @param number of what was taken when it was
     */
    Person forgotten(long number) {
        Person next = new Person(handle);
        next.wish = wish == Wish.OPT_OUT ? wish : Wish.NOTHING;
        next.optedOutAt = optedOutAt;
        next.isConfirmed = isConfirmed && wish == Wish.OPT_OUT;
        next.lives = lives + 1;
        next.isHeard = true;
        next.seen.ordered = number;
        return next;
    }
}
