package dev.linewarden.http;

import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Due;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Wake;
import io.micronaut.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits in a pool, in order of due time, a page at a time. */
final class WaitingRoom {

    private static final int CHUNK = 500;

    private final StateView state;
    private final String pool;

    WaitingRoom(PoolDesk.Opened pool) {
        this.state = pool.view().state();
        this.pool = pool.pool();
    }

    /** A wait, and when it is judged again. */
    record Wait(Deferral deferral, Instant due) {}

    /**
     * Some of what waits.
     *
     * @param next where the next page begins; null behind the last
     */
    record Page(List<Wait> waits, @Nullable String next) {}

    /**
     * The next page.
     *
     * @param cursor {@code next} of the page before; null for the first
     * @param wanted which waits; a page may hold fewer than {@code limit} of them and have another behind it
     */
    Page page(@Nullable String cursor, int limit, Predicate<Deferral> wanted) {
        String from = cursor == null ? Keys.start(Due.FAMILY) : keyOf(cursor);
        String end = Keys.end(Due.FAMILY);
        List<Wait> found = new ArrayList<>();
        int searched = 0;
        while (true) {
            List<Row> rows = state.range(Table.DEFERRALS, from, end, CHUNK);
            for (Row row : rows) {
                // The row that was looked at last is passed over: the smallest key behind it.
                from = row.key() + '\u0000';
                if (row instanceof Wake wake && wake.pool().equals(pool)) {
                    add(wake, wanted, found);
                }
                searched++;
                if (found.size() == limit || searched == Limits.MAX_SEARCHED) {
                    return new Page(found, cursorOf(from));
                }
            }
            if (rows.size() < CHUNK) {
                return new Page(found, null);
            }
        }
    }

    private void add(Wake wake, Predicate<Deferral> wanted, List<Wait> found) {
        // It may have ended between the two looks.
        if (state.get(Table.DEFERRALS, Deferral.key(pool, wake.requestId())) instanceof Deferral deferral
                && wanted.test(deferral)) {
            found.add(new Wait(deferral, wake.due()));
        }
    }

    /** How many wait, counted up to the limit. */
    int count(int limit) {
        String start = Deferral.key(pool, "");
        String end = Keys.end(start.substring(0, start.length() - 1));
        return state.range(Table.DEFERRALS, start, end, limit).size();
    }

    private static String cursorOf(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String keyOf(String cursor) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (key.startsWith(Keys.start(Due.FAMILY))) {
                return key;
            }
        } catch (IllegalArgumentException noBase64) {
            // Said below.
        }
        throw Refusal.of(
                HttpStatus.BAD_REQUEST, "cursor is not one that /deferrals gave: take it from next, or leave it out");
    }
}
