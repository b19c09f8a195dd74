package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.Outlook;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Residents;
import dev.linewarden.core.state.StateView;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.schemas.LineUpdate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a line stands, by what the gate has counted.
 *
 * @param asOf the time at which it stands so
 * @param mostUsers how many recipients the pool's policy allows it; null for any number
 */
record LineStanding(
        Instant asOf, Residents residents, @Nullable Integer mostUsers, Outlook outlook) {

    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LATER =
            DateTimeFormatter.ofPattern("MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static final LibraryFacts FACTS = new LibraryFacts();

    /** Reads the standing of lines; each pool's policy once. */
    static final class Reader {
        private final StateView state;
        private final Instant now;
        private final Map<String, Policy> policies = new HashMap<>();

        Reader(StateView state, Instant now) {
            this.state = state;
            this.now = now;
        }

        /** The line's standing; null for a line that the gate has not heard of yet. */
        @Nullable
        LineStanding of(LineUpdate update) throws PolicyException {
            Line line = state.line(update.getPool(), update.getLine());
            if (line == null) {
                return null;
            }
            Policy policy = policyOf(line.pool());
            return new LineStanding(
                    now,
                    state.residents(line.pool(), line.line()),
                    policy.assignment().maxUsersPerLine(),
                    Outlook.of(state, FACTS, policy, line, now));
        }

        private Policy policyOf(String pool) throws PolicyException {
            Policy known = policies.get(pool);
            if (known == null) {
                known = GateState.inForce(state, pool).policy();
                policies.put(pool, known);
            }
            return known;
        }
    }

    String users() {
        int booked = residents.booked().total();
        return residents.count() + (booked == 0 ? "" : " + " + booked) + (mostUsers == null ? "" : " of " + mostUsers);
    }

    String nextFree() {
        Instant free = outlook.nextFree();
        if (free == null) {
            return "-";
        }
        if (!free.isAfter(asOf)) {
            return "now";
        }
        boolean isToday = free.truncatedTo(ChronoUnit.DAYS).equals(asOf.truncatedTo(ChronoUnit.DAYS));
        return (isToday ? TODAY : LATER).format(free);
    }

    void addTo(ObjectNode line) {
        Instant free = outlook.nextFree();
        line.put("users", residents.count())
                .put("users_booked", residents.booked().total())
                .put("max_users", mostUsers)
                .put("next_free", free == null ? null : free.toString());
        add(line.putObject("new_conversations"), outlook.conversations())
                .put("booked_tomorrow", outlook.bookedTomorrow());
        add(line.putObject("server_sends"), outlook.server());
    }

    private static ObjectNode add(ObjectNode object, Outlook.Day day) {
        return object.put("used", day.used())
                .put("booked", day.booked())
                .put("left", day.left())
                .put("limit", day.limit());
    }
}
