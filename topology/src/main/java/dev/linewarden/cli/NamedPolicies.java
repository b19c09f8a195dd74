package dev.linewarden.cli;

import dev.linewarden.audit.PolicyHistory;
import dev.linewarden.audit.PolicyHistory.Period;
import dev.linewarden.audit.diff.PolicyComparison.Side;
import dev.linewarden.client.Cluster;
import dev.linewarden.contract.AvroJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Policies as commands are told them: a file, or a pool's policy at some time. Reads a pool's history once. */
final class NamedPolicies {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{4,16}");

    private final ClusterOptions options;
    private final Map<String, PolicyHistory> histories = new HashMap<>();

    NamedPolicies(ClusterOptions options) {
        this.options = options;
    }

    /**
     * The policy of that name.
     *
     * @param name a file that is there; else POOL for what is in force, POOL@HASH or POOL@TIME for what was
     */
    Side read(String name) {
        if (Files.exists(Path.of(name)) || name.endsWith(".yaml") || name.endsWith(".yml")) {
            return new Side(name, PolicyFiles.readValid(Path.of(name)));
        }
        int at = name.indexOf('@');
        String pool = at < 0 ? name : name.substring(0, at);
        PolicyHistory history = histories.computeIfAbsent(pool, this::history);
        Period period =
                at < 0 ? history.periods().get(history.periods().size() - 1) : earlier(history, name.substring(at + 1));
        if (period.text() == null) {
            throw Problem.usage("the text of policy " + period.hash() + " of pool " + pool
                    + " is gone from the topics: name a file that has it");
        }
        return new Side(name, period.text());
    }

    private PolicyHistory history(String pool) {
        Cluster cluster = options.cluster();
        KnownPools.require(cluster, pool);
        return PolicyHistory.of(cluster, pool, Terminal::progress);
    }

    private static Period earlier(PolicyHistory history, String named) {
        List<Period> hashed = HASH.matcher(named).matches()
                ? history.periods().stream()
                        .filter(period -> period.hash().startsWith(named))
                        .toList()
                : List.of();
        if (hashed.stream().map(Period::hash).distinct().count() > 1) {
            throw Problem.usage("more than one policy of pool " + history.pool() + " has a hash that begins with "
                    + named + ": say more of it");
        }
        Instant time = hashed.isEmpty() ? time(named) : null;
        Period period = hashed.isEmpty() ? (time == null ? null : history.at(time)) : hashed.get(0);
        if (period == null) {
            throw Problem.usage("pool " + history.pool() + " is not known to have had a policy "
                    + (time == null ? "with the hash " + named : "at " + time) + ": see `linewarden policy history "
                    + history.pool() + "`");
        }
        return period;
    }

    private static @Nullable Instant time(String named) {
        try {
            return AvroJson.time(named);
        } catch (DateTimeException noTime) {
            if (HASH.matcher(named).matches()) {
                return null;
            }
            throw Problem.usage("'" + named + "' is neither a policy's hash nor a time such as 2026-03-02T18:00:00Z");
        }
    }
}
