package dev.linewarden.core.rules;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Zones by their names, each looked for once: a decision asks three times, and the platform spells out the name each time. */
final class Zones {

    // There are some six hundred zones, and many more offsets that can be written.
    private static final int MOST = 2_000;

    private static final Map<String, ZoneId> KNOWN = new ConcurrentHashMap<>();

    private Zones() {}

    /** The zone of that name; null when there is none. */
    static @Nullable ZoneId of(String id) {
        ZoneId known = KNOWN.get(id);
        if (known != null) {
            return known;
        }
        try {
            ZoneId zone = ZoneId.of(id);
            if (KNOWN.size() < MOST) {
                KNOWN.put(id, zone);
            }
            return zone;
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
