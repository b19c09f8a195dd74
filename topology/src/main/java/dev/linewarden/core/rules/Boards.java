package dev.linewarden.core.rules;

import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Residents;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Board}s of the pools at hand, kept true by what each step changes: whatever the rows say now that makes room
 * which they did not have before lowers a bound. A change of lines or policy begins a pool's board anew.
 */
public final class Boards {

    // A board of 200 lines takes some 100 kB at most.
    private static final int MOST_POOLS = 256;

    private final Map<String, Board> boards = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Board> eldest) {
            return size() > MOST_POOLS;
        }
    };

    public Board of(String pool, StateView state) {
        Board known = boards.get(pool);
        if (known == null) {
            known = Board.of(state, pool);
            boards.put(pool, known);
        }
        return known;
    }

    /** Forgets everything: after a step that was begun and not taken, and when a clock stepped back. */
    public void forget() {
        boards.clear();
    }

    /** Takes note of a step that was taken. */
    public void took(Step step) {
        if (boards.isEmpty()) {
            return;
        }
        List<Step.Change> changes = step.changes();
        for (int i = 0; i < changes.size(); i++) {
            Step.Change change = changes.get(i);
            Row now = change.row();
            if (now instanceof BurstMinute minute) {
                took((BurstMinute) change.before(), minute);
            } else if (now instanceof LineActivity activity) {
                took((LineActivity) change.before(), activity);
            } else if (now instanceof ServerDay day) {
                took((ServerDay) change.before(), day);
            } else if (now instanceof Residents residents) {
                took((Residents) change.before(), residents);
            } else if (now instanceof Line line) {
                boards.remove(line.pool());
            } else if (now instanceof PoolPolicy policy) {
                boards.remove(policy.pool());
            }
        }
    }

    private void took(@Nullable BurstMinute before, BurstMinute now) {
        Board board = boards.get(now.pool());
        if (board != null && before != null && now.frees(before)) {
            board.freed(now.line());
        }
    }

    private void took(@Nullable LineActivity before, LineActivity now) {
        Board board = boards.get(now.pool());
        if (board == null) {
            return;
        }
        if (now.lastSend() != null) {
            board.sent(now.line(), now.lastSend());
        }
        if (before != null && now.frees(before)) {
            board.freed(now.line());
        }
    }

    private void took(@Nullable ServerDay before, ServerDay now) {
        Board board = boards.get(now.pool());
        if (board == null || before == null) {
            return;
        }
        if (now.frees(before)) {
            board.freedServer(now.server());
        }
    }

    private void took(@Nullable Residents before, Residents now) {
        Board board = boards.get(now.pool());
        if (board == null || before == null) {
            return;
        }
        if (now.frees(before)) {
            board.freed(now.line());
        }
    }
}
