package dev.linewarden.audit.oracle.pass;

import dev.linewarden.schemas.LineStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one line did, as far as its limits look back. Times are milliseconds. */
final class LineBook {

    // No policy has a longer window; one that grows finds its sends still there.
    private static final long LONGEST_WINDOW = 3_600_000;
    private static final long A_DAY = 86_400_000;

    final String name;

    @Nullable
    String server;

    @Nullable
    LineStatus status;

    @Nullable
    Instant activatedAt;

    boolean isEvacuated;
    int residents;
    final Seen seen = new Seen();
    private final Times sends = new Times(16);
    private final Times outreach = new Times(16);
    private final Map<LocalDate, Integer> opened = new HashMap<>();
    // By number, in the order in which they were opened.
    private final Map<Long, Opener> openers = new LinkedHashMap<>();
    private long lastOpener;

    /** A conversation that the line opened. */
    private static final class Opener {
        private long at;
        private boolean isAnswered;

        private Opener(long at) {
            this.at = at;
        }
    }

    LineBook(String name) {
        this.name = name;
    }

    boolean isSending() {
        return status == LineStatus.ACTIVE;
    }

    /** Whether its people are given other lines. */
    boolean isLeft(Terms terms) {
        if (status == null || status == LineStatus.RETIRED) {
            return true;
        }
        boolean isMoved = status == LineStatus.FLAGGED && terms.flaggedReassigned;
        return status != LineStatus.ACTIVE && (isMoved || isEvacuated);
    }

    /** The most that left, with one more at {@code at}, in any interval of that length that contains it. */
    int sendsIn(long at, long window) {
        return sends.mostIn(at, window);
    }

    int outreachIn(long at, long window) {
        return outreach.mostIn(at, window);
    }

    /** How far other outreach is from {@code at}; very far for none. */
    long nearestOutreach(long at) {
        return outreach.nearest(at);
    }

    int openedOn(LocalDate day) {
        return opened.getOrDefault(day, 0);
    }

    /**
     * Takes a message to heart.
     *
     * @param opens whether it is the line's first to somebody who never wrote to it
     * @return the number by which a later answer marks it; 0 when nothing was opened
     */
    long sent(long at, boolean isOutreach, boolean opens, Terms terms) {
        long kept = Math.max(terms.window, LONGEST_WINDOW);
        sends.add(at, kept, 1);
        if (isOutreach) {
            outreach.add(at, kept, 1);
        }
        if (!opens) {
            return 0;
        }
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(at), terms.newZone);
        opened.merge(day, 1, Integer::sum);
        if (opened.size() > 4) {
            opened.keySet().removeIf(old -> old.isBefore(day.minusDays(2)));
        }
        openers.put(++lastOpener, new Opener(at));
        Iterator<Opener> eldest = openers.values().iterator();
        while (at - eldest.next().at > terms.dialogueWindow + A_DAY) {
            eldest.remove();
        }
        return lastOpener;
    }

    /** Somebody answered; of what was opened long ago nobody asks any more. */
    void answered(long opener) {
        Opener known = openers.get(opener);
        if (known != null) {
            known.isAnswered = true;
        }
    }

    /** Whether hardly anybody answers what it opened, at a time, by what was answered so far. */
    boolean isSilent(long at, Terms terms) {
        if (openers.size() < terms.minOpeners) {
            return false;
        }
        int opened = 0;
        int answered = 0;
        for (Opener opener : openers.values()) {
            if (at - opener.at < terms.dialogueWindow && opener.at <= at - terms.grace) {
                opened++;
                answered += opener.isAnswered ? 1 : 0;
            }
        }
        return opened >= terms.minOpeners && (double) answered / opened < terms.minReplyRate;
    }

    /** What lies ahead of a clock that stepped back counts as now. */
    void bringBack(long now, Terms terms) {
        sends.bringBack(now);
        outreach.bringBack(now);
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(now), terms.newZone);
        ServerBook.bringBack(opened, today);
        openers.values().forEach(opener -> opener.at = Math.min(opener.at, now));
    }
}
