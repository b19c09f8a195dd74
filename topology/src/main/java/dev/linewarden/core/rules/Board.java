package dev.linewarden.core.rules;

import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.rules.LinePicker.Blocked;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.StateView;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about the lines of one pool, so that the line of a new recipient is found without asking each. For a
 * precedence and a time it remembers of each line before which time it has no slot, or until when it takes nobody. These are
 * lower bounds: what is sent or booked later can only raise the true times, and whatever frees something lowers the bounds
 * again. So the line with the least bound is asked what is true now; if the bound holds it is the one, else the bound is
 * raised and the next is looked at.
 *
 * <p>A hint and no state: with nothing remembered it finds the same line, by asking more rows. Not thread-safe.
 */
public final class Board {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final int PRECEDENCES = Precedence.values().length;

    // Times that are asked about again and again: the morning of each zone and day that a backlog waits for.
    private static final int MOST_VIEWS = 32;

    private final List<Line> lines;
    private final String[] names;
    private final Map<String, Integer> places = new HashMap<>();
    private final LeastTree idle;
    private final Map<View.Key, View> views = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<View.Key, View> eldest) {
            return size() > MOST_VIEWS;
        }
    };
    private final Map<Precedence, View> present = new EnumMap<>(Precedence.class);
    // By line and precedence.
    private final @Nullable FullTimes[] full;
    private final AwakeDays days = new AwakeDays();

    /**
     * @param lines the lines of the pool, by name
     */
    public Board(List<Line> lines) {
        this.lines = lines.stream().filter(Line::isActive).toList();
        this.names = this.lines.stream().map(Line::line).toArray(String[]::new);
        for (int i = 0; i < this.lines.size(); i++) {
            places.put(this.lines.get(i).line(), i);
        }
        this.idle = new LeastTree(this.lines.size(), UNKNOWN);
        this.full = new FullTimes[this.lines.size() * PRECEDENCES];
    }

    public static Board of(StateView state, String pool) {
        return new Board(state.lines(pool));
    }

    /**
     * The line of a recipient that has none: the first in turn that can take it and has a free slot, those first that have
     * been idle for long; if no line has a free slot, the one that has one first.
     */
    LineChoice choose(Case c) {
        if (lines.isEmpty()) {
            return LineChoice.NOTHING;
        }
        Search search = new Search(c);
        search.askAllInOrder();
        search.askThoseThatKnow(c.recipient());
        return search.choice();
    }

    /** A time before which the line has no slot for the case, {@link Case#at()} or later, as far as is known. */
    Instant floor(Case c, Line line) {
        Integer place = line.line().equals(c.ownLine()) ? null : places.get(line.line());
        FullTimes known = place == null ? null : full[key(place, c.precedence())];
        if (known == null) {
            return c.at();
        }
        long at = c.at().toEpochMilli();
        long free = known.after(at);
        return free == at ? c.at() : Instant.ofEpochMilli(free);
    }

    /** Remembers that the line has no slot for the case before that time. */
    void learn(Case c, Line line, Instant free) {
        Integer place = free.isAfter(c.at()) ? places.get(line.line()) : null;
        if (place == null) {
            return;
        }
        int key = key(place, c.precedence());
        FullTimes known = full[key];
        if (known == null) {
            known = new FullTimes();
            full[key] = known;
        }
        known.add(c.at().toEpochMilli(), free.toEpochMilli());
    }

    private static int key(int place, Precedence viewer) {
        return place * PRECEDENCES + viewer.rank();
    }

    /** Something that was booked on the line, or counted for it or its server, is no more. */
    public void freed(String name, String server) {
        freed(name);
        freedServer(server);
    }

    /** A slot, a new conversation or a place for a recipient of the line is free again. */
    void freed(String name) {
        Integer place = places.get(name);
        if (place != null) {
            everyView(view -> view.forget(place));
            Arrays.fill(full, place * PRECEDENCES, (place + 1) * PRECEDENCES, null);
        }
    }

    /** The server has sent, or will send, less on some day than was known. */
    void freedServer(String server) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).server().equals(server)) {
                int place = i;
                everyView(view -> view.reopen(place));
            }
        }
    }

    /** The line has sent something. */
    void sent(String name, Instant at) {
        Integer place = places.get(name);
        if (place != null) {
            idle.set(place, at.toEpochMilli());
        }
    }

    /** The days of the clocks that the pool's recipients live by. */
    AwakeDays days() {
        return days;
    }

    private void everyView(Consumer<View> change) {
        views.values().forEach(change);
        present.values().forEach(change);
    }

    private View view(Case c) {
        long at = c.at().toEpochMilli();
        Precedence viewer = c.precedence();
        if (!c.isNow()) {
            return views.computeIfAbsent(new View.Key(viewer, at), key -> new View(lines.size(), at));
        }
        View now = present.get(viewer);
        if (now == null || at < now.from) {
            // What is known of now holds for every later time, and for none before.
            now = new View(lines.size(), at);
            present.put(viewer, now);
        }
        if (at >= now.dayEnds) {
            now.reopenAll(dayEnds(c));
        }
        now.passTo(at);
        return now;
    }

    /** When the limits of the day begin anew, the first of them. */
    private static long dayEnds(Case c) {
        Instant conversations =
                Case.nextDay(c.at(), c.policy().newConversations().zone());
        Instant sends = Case.nextDay(c.at(), c.policy().serverQuota().zone());
        return (sends.isBefore(conversations) ? sends : conversations).toEpochMilli();
    }

    /** What is known for one precedence about one time and those after it. */
    private final class View {

        record Key(Precedence viewer, long from) {}

        // Before which time the line has no slot; NEVER while it can take nobody.
        private final LeastTree slots;
        // When a line that can take nobody can again; NEVER for the others, and for those of which nobody knows.
        private final LeastTree resets;
        // The same of lines whose servers' day is all that stands in the way.
        private final LeastTree spent;
        private long from;
        // What stands in a line's way today need not be what did yesterday.
        private long dayEnds = UNKNOWN;

        View(int size, long from) {
            this.from = from;
            this.slots = new LeastTree(size, UNKNOWN);
            this.resets = new LeastTree(size, NEVER);
            this.spent = new LeastTree(size, NEVER);
        }

        void passTo(long at) {
            from = at;
            while (resets.least() <= at) {
                reopen(resets.first(0, at));
            }
        }

        void reopenAll(long until) {
            for (int place = 0; place < lines.size(); place++) {
                reopen(place);
            }
            dayEnds = until;
        }

        void block(int place, @Nullable Blocked blocked) {
            long until = blocked == null ? NEVER : blocked.until().toEpochMilli();
            slots.set(place, NEVER);
            resets.set(place, until);
            spent.set(place, blocked != null && blocked.isSpent() ? until : NEVER);
        }

        /** Whether it can take somebody has to be asked again. */
        void reopen(int place) {
            if (slots.get(place) == NEVER) {
                forget(place);
            }
        }

        void forget(int place) {
            slots.set(place, UNKNOWN);
            resets.set(place, NEVER);
            spent.set(place, NEVER);
        }
    }

    /** One choice: what was found so far. */
    private final class Search {
        private final Case c;
        private final View view;
        private final long at;
        private final long dormantBefore;
        private final int firstInTurn;
        private int best = -1;
        private long bestSlot = NEVER;
        private boolean bestIsDormant;
        private long reset = NEVER;
        private int spent = -1;

        Search(Case c) {
            this.c = c;
            this.view = view(c);
            this.at = c.at().toEpochMilli();
            this.dormantBefore =
                    c.at().minus(c.policy().dormancy().preferAfter()).toEpochMilli();
            this.firstInTurn = firstInTurn();
        }

        private int firstInTurn() {
            String last = c.state().poolClock(c.request().pool()).lastAssigned();
            if (last == null) {
                return 0;
            }
            Integer place = places.get(last);
            int found = place == null ? Arrays.binarySearch(names, last) : place;
            int next = found >= 0 ? found + 1 : -found - 1;
            return next == names.length ? 0 : next;
        }

        void askAllInOrder() {
            long least = view.slots.least();
            while (least != NEVER && best < 0) {
                long slot = Math.max(at, least);
                int place = firstDormant(slot);
                bestIsDormant = place >= 0;
                ask(place >= 0 ? place : view.slots.firstFrom(firstInTurn, slot), slot);
                least = view.slots.least();
            }
            if (best < 0) {
                askForTheFirstReset();
            }
        }

        /**
         * When the first of all that can take nobody will: what was known of it is a lower bound, like that of a slot. Those
         * that wait for nothing but their server's day come first.
         */
        private void askForTheFirstReset() {
            for (long least = view.resets.least(); least != NEVER; least = view.resets.least()) {
                boolean isSpent = view.spent.least() == least;
                int place = isSpent ? view.spent.firstFrom(firstInTurn, least) : view.resets.first(0, least);
                if (!isBlocked(place)) {
                    view.forget(place);
                    askAllInOrder();
                    return;
                }
                if (view.resets.get(place) == least && isSpent == (view.spent.get(place) == least)) {
                    reset = least;
                    spent = isSpent ? place : -1;
                    return;
                }
            }
        }

        /** The first in turn that may be free then and has been idle for long; -1 for none. */
        private int firstDormant(long slot) {
            while (true) {
                int place = view.slots.firstFrom(firstInTurn, slot, idle, dormantBefore);
                if (place < 0 || idle.get(place) != UNKNOWN) {
                    return place;
                }
                Line line = lines.get(place);
                LineActivity activity = c.state().lineActivity(line.pool(), line.line());
                idle.set(place, activity.idleSince(line).toEpochMilli());
            }
        }

        /** Takes the line if it is free by then; else its bound is raised. */
        private void ask(int place, long slot) {
            if (isBlocked(place)) {
                return;
            }
            long free = LinePicker.firstFree(c, lines.get(place)).toEpochMilli();
            if (free > slot) {
                view.slots.set(place, free);
            } else {
                best = place;
                bestSlot = slot;
            }
        }

        /** Whether the line can take nobody now; until when is noted. */
        private boolean isBlocked(int place) {
            Line line = lines.get(place);
            if (LinePicker.isFull(c, line)) {
                view.block(place, null);
                return true;
            }
            Blocked blocked = LinePicker.blocked(c, line, true);
            if (blocked != null) {
                view.block(place, blocked);
            }
            return blocked != null;
        }

        /** Lines that know the recipient already open no conversation, whatever the others may open. */
        void askThoseThatKnow(Recipient recipient) {
            for (Recipient.Tie tie : recipient.ties()) {
                Integer place = places.get(tie.line());
                if (place == null || LinePicker.isFull(c, lines.get(place))) {
                    continue;
                }
                Line line = lines.get(place);
                Blocked blocked = LinePicker.blocked(c, line, c.opens(line));
                if (blocked != null) {
                    passOver(place, blocked);
                } else {
                    offer(place, LinePicker.firstFree(c, line).toEpochMilli());
                }
            }
        }

        private void passOver(int place, Blocked blocked) {
            long until = blocked.until().toEpochMilli();
            if (blocked.isSpent() && (until < reset || (until == reset && spent < 0))) {
                spent = place;
            } else if (until < reset) {
                spent = -1;
            }
            reset = Math.min(reset, until);
        }

        private void offer(int place, long slot) {
            Line line = lines.get(place);
            long idleSince = c.state()
                    .lineActivity(line.pool(), line.line())
                    .idleSince(line)
                    .toEpochMilli();
            boolean isDormant = idleSince <= dormantBefore;
            boolean isEarlier = slot < bestSlot;
            boolean isFirst =
                    slot == bestSlot && (isDormant == bestIsDormant ? turnsUntil(place) < turnsUntil(best) : isDormant);
            if (isEarlier || isFirst) {
                best = place;
                bestSlot = slot;
                bestIsDormant = isDormant;
            }
        }

        private int turnsUntil(int place) {
            return Math.floorMod(place - firstInTurn, lines.size());
        }

        LineChoice choice() {
            // Where only the server's day stands in the way, it is that limit's to say so.
            int chosen = best >= 0 ? best : spent;
            if (chosen >= 0) {
                return new LineChoice(How.ASSIGNED, lines.get(chosen), null);
            }
            return new LineChoice(How.NONE, null, reset == NEVER ? null : Instant.ofEpochMilli(reset));
        }
    }
}
