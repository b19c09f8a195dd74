package dev.linewarden.operations;

import dev.linewarden.schemas.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the log's records come to: each operation once, as last written, newest first. Keeps the newest 50,000. Not thread-safe. */
public final class OperationBook {

    private static final int MOST_KEPT = 50_000;

    private final int mostKept;
    private final Map<String, Operation> byId = new HashMap<>();
    private final TreeSet<Operation> newestFirst =
            new TreeSet<>(Comparator.comparing(Operation::getAt).reversed().thenComparing(Operation::getOperationId));

    public OperationBook() {
        this(MOST_KEPT);
    }

    OperationBook(int mostKept) {
        this.mostKept = mostKept;
    }

    /** Takes the next record of its partition. */
    public void take(Operation operation) {
        Operation earlier = byId.put(operation.getOperationId(), operation);
        if (earlier != null) {
            newestFirst.remove(earlier);
        }
        newestFirst.add(operation);
        if (newestFirst.size() > mostKept) {
            Operation oldest = newestFirst.pollLast();
            if (oldest != null) {
                byId.remove(oldest.getOperationId());
            }
        }
    }

    /**
     * Some operations.
     *
     * @param next where the next page begins, for {@code before}; null behind the oldest
     */
    public record Page(List<Operation> operations, @Nullable String next) {}

    /**
     * The newest of those that are wanted.
     *
     * @param before the id of the operation behind which the page begins; null for the newest. Behind one that is not known
     *     any more nothing is known
     * @param limit how many, at least 1
     */
    public Page newest(Predicate<Operation> wanted, @Nullable String before, int limit) {
        Operation from = before == null ? null : byId.get(before);
        if (before != null && from == null) {
            return new Page(List.of(), null);
        }
        List<Operation> found = new ArrayList<>();
        for (Operation operation : from == null ? newestFirst : newestFirst.tailSet(from, false)) {
            if (wanted.test(operation)) {
                if (found.size() == limit) {
                    return new Page(found, found.get(limit - 1).getOperationId());
                }
                found.add(operation);
            }
        }
        return new Page(found, null);
    }

    /** Everybody who has done something, by name. */
    public SortedSet<String> actors() {
        SortedSet<String> actors = new TreeSet<>();
        byId.values().forEach(operation -> actors.add(operation.getActor()));
        return actors;
    }
}
