package dev.linewarden.store.kafka;

import dev.linewarden.core.state.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table that were used lately, and keys that hold none. When there are too many, one goes that was not used since it was
 * last looked at, in a circle. A list in order of use would have each read write into four entries anywhere in memory: slow
 * to reach, and for a collector to look through.
 */
final class LatelyUsed {

    private final int most;
    private final Map<String, Entry> byKey = new HashMap<>();
    private final List<Entry> circle = new ArrayList<>();
    private int next;

    LatelyUsed(int most) {
        this.most = most;
    }

    /** What is known of a key. */
    static final class Entry {
        private final String key;
        private @Nullable Row row;
        private boolean isUsed;

        private Entry(String key, @Nullable Row row) {
            this.key = key;
            this.row = row;
        }

        /** Null when the key holds nothing. */
        @Nullable
        Row row() {
            return row;
        }
    }

    /** Null when nothing is known of the key. */
    @Nullable
    Entry find(String key) {
        Entry known = byKey.get(key);
        if (known != null) {
            known.isUsed = true;
        }
        return known;
    }

    /** Notes what the key holds. */
    void put(String key, @Nullable Row row) {
        Entry known = find(key);
        if (known != null) {
            known.row = row;
            return;
        }
        Entry entry = new Entry(key, row);
        byKey.put(key, entry);
        if (circle.size() < most) {
            circle.add(entry);
        } else {
            circle.set(placeOfTheUnused(), entry);
        }
    }

    /** Notes what the key holds if anything is known of it. */
    void replace(String key, Row row) {
        Entry known = byKey.get(key);
        if (known != null) {
            known.row = row;
        }
    }

    /** Forgets the key; its place in the circle is free when the turn comes to it. */
    void remove(String key) {
        Entry known = byKey.remove(key);
        if (known != null) {
            known.row = null;
            known.isUsed = false;
        }
    }

    private int placeOfTheUnused() {
        while (circle.get(next).isUsed) {
            circle.get(next).isUsed = false;
            step();
        }
        int place = next;
        Entry unused = circle.get(place);
        byKey.remove(unused.key, unused);
        step();
        return place;
    }

    private void step() {
        next = (next + 1) % most;
    }
}
