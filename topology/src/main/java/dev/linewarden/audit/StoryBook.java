package dev.linewarden.audit;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.rules.Window;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes stories of what topics hold, in any order of theirs: first all decisions are taken, then all journal entries. Keeps
 * the decisions about one request id, and an entry for each of its waits; so it does not grow with the topics. Not
 * thread-safe.
 */
final class StoryBook {

    /** What an entry set in motion is judged within this, or something else had it judged. */
    private static final Duration PROMPT = Duration.ofSeconds(5);

    private final String requestId;
    private final @Nullable String pool;
    private final Map<String, List<Decision>> decisions = new TreeMap<>();
    // The last entry of each wait that concerned it, by the decision that began the wait.
    private final Map<String, Heard> heard = new HashMap<>();

    private final Map<String, Policy> policies = new HashMap<>(Map.of(PolicyHash.OF_DEFAULTS, Policy.DEFAULT));

    private record Heard(long offset, Instant appended, Story.Cause cause, String what) {}

    /** Of the request in one pool, or with null in any. */
    StoryBook(String requestId, @Nullable String pool) {
        this.requestId = requestId;
        this.pool = pool;
    }

    void take(Decision decision) {
        String itsPool = decision.getRequest().getPool();
        if (decision.getRequest().getRequestId().equals(requestId) && (pool == null || pool.equals(itsPool))) {
            decisions.computeIfAbsent(itsPool, absent -> new ArrayList<>()).add(decision);
        }
    }

    String requestId() {
        return requestId;
    }

    /** Whether each attempt up to the given one was taken. */
    boolean hasAttempts(int last) {
        Set<Integer> taken = new HashSet<>();
        decisions.values().stream()
                .flatMap(List::stream)
                .filter(decision -> !"DUPLICATE_REQUEST".equals(decision.getBindingCode()))
                .forEach(decision -> taken.add(decision.getAttempt()));
        return IntStream.rangeClosed(1, last).allMatch(taken::contains);
    }

    /**
     * A wait of which the decisions do not say what ended it.
     *
     * @param partition of the journal
     * @param from the first entry that may have
     * @param to behind the last that may have
     */
    record Wait(String key, int partition, long from, long to) {}

    /** Those waits; all decisions are in order. */
    List<Wait> waits() {
        List<Wait> waits = new ArrayList<>();
        decisions.values().forEach(all -> {
            for (int i = 0; i < all.size(); i++) {
                Decision wait = all.get(i);
                Decision next = next(all, i);
                if (next != null && !isByTime(wait, next) && wait.getJournalPartition() >= 0) {
                    waits.add(new Wait(
                            key(wait),
                            wait.getJournalPartition(),
                            wait.getJournalOffset() + 1,
                            next.getJournalOffset() + 1));
                }
            }
        });
        return waits;
    }

    /** Whether an entry was taken that concerned it. */
    boolean hasHeard(Wait wait) {
        return heard.containsKey(wait.key());
    }

    /** Puts in order what was taken; the journal may come now. */
    void sort() {
        decisions
                .values()
                .forEach(all -> all.sort(Comparator.comparingLong(Decision::getJournalOffset)
                        .thenComparing(Decision::getDecidedAt)
                        .thenComparingInt(Decision::getAttempt)));
    }

    /**
     * Takes a journal entry, in the order of its partition.
     *
     * @param appended when it was appended, in the gate's time
     */
    void take(JournalEntry entry, Instant appended, long offset) {
        List<Decision> all = decisions.getOrDefault(entry.getPool(), List.of());
        for (int i = 0; i < all.size(); i++) {
            Decision wait = all.get(i);
            if (isWithin(all, i, offset)) {
                Heard found = concerning(wait, entry.getEvent(), appended, offset);
                if (found != null) {
                    heard.put(key(wait), found);
                }
            }
        }
    }

    /** Whether the wait that a decision began was not over before the entry at that offset. */
    private static boolean isWithin(List<Decision> all, int wait, long offset) {
        Decision next = next(all, wait);
        return next != null && all.get(wait).getJournalOffset() < offset && offset <= next.getJournalOffset();
    }

    /** One for each pool in which the id was used, by pool. */
    List<Story> stories() {
        List<Story> stories = new ArrayList<>();
        decisions.forEach((itsPool, all) -> {
            List<Story.Attempt> attempts = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Decision next = next(all, i);
                attempts.add(new Story.Attempt(
                        all.get(i), next == null ? null : ending(all.get(i), next), windows(all.get(i))));
            }
            stories.add(new Story(itsPool, requestId, attempts));
        });
        return stories;
    }

    private Map<String, Window> windows(Decision decision) {
        Policy policy = policies.get(decision.getPolicyHash());
        return policy == null ? Map.of() : Windows.of(decision, policy);
    }

    /** Of each policy that was not taken yet the last decision that it made and that has a place in the journal. */
    List<Decision> withoutPolicy() {
        Map<String, Decision> last = new HashMap<>();
        decisions.values().stream()
                .flatMap(List::stream)
                .filter(decision ->
                        decision.getJournalPartition() >= 0 && !policies.containsKey(decision.getPolicyHash()))
                .forEach(decision -> last.put(decision.getPolicyHash(), decision));
        return List.copyOf(last.values());
    }

    /** Takes a policy of any time, if it decided. */
    void take(PolicyUpdate update) {
        if (!decisions.containsKey(update.getPool())) {
            return;
        }
        String hash = PolicyHash.of(update.getPolicy());
        if (withoutPolicy().stream()
                .anyMatch(decision -> decision.getPolicyHash().equals(hash))) {
            policies.put(hash, new PolicyYaml().check(update.getPolicy()).policy());
        }
    }

    /** What ended the wait that a decision began; a duplicate says nothing of the request that its id belongs to. */
    private static @Nullable Decision next(List<Decision> all, int of) {
        if (all.get(of).getOutcome() != Outcome.DEFERRED) {
            return null;
        }
        return all.stream()
                .skip(of + 1L)
                .filter(decision -> !"DUPLICATE_REQUEST".equals(decision.getBindingCode()))
                .findFirst()
                .orElse(null);
    }

    /** Whether its time came, and nothing before it. */
    private static boolean isByTime(Decision wait, Decision next) {
        Instant promised = wait.getNotBefore();
        return promised != null
                && !next.getDecidedAt().isBefore(promised)
                && !"CANCELLED".equals(next.getBindingCode());
    }

    private static String key(Decision wait) {
        return wait.getDecisionId() + "@" + wait.getRequest().getPool() + "/" + wait.getJournalOffset();
    }

    private Story.Ending ending(Decision wait, Decision next) {
        Instant at = next.getDecidedAt();
        Heard entry = heard.get(key(wait));
        boolean ordered = "CANCELLED".equals(next.getBindingCode());
        if (isByTime(wait, next)) {
            return new Story.Ending(Story.Cause.TIME, at, null, "its time came");
        }
        if (entry != null && (ordered || !at.isAfter(entry.appended().plus(PROMPT)))) {
            return new Story.Ending(entry.cause(), at, entry.offset(), entry.what());
        }
        if ("EXPIRED".equals(next.getBindingCode())) {
            return new Story.Ending(Story.Cause.DEADLINE, at, null, "its deadline passed");
        }
        if (!wait.getPolicyHash().equals(next.getPolicyHash())) {
            return new Story.Ending(Story.Cause.POLICY, at, null, "the policy changed");
        }
        return entry == null
                ? new Story.Ending(Story.Cause.UNKNOWN, at, null, "not known: the journal holds nothing that did")
                : new Story.Ending(entry.cause(), at, entry.offset(), entry.what());
    }

    private @Nullable Heard concerning(Decision wait, Object event, Instant appended, long offset) {
        if (event instanceof ConversationEvent said) {
            return saidTo(wait, said, appended, offset);
        }
        if (event instanceof LineUpdate update) {
            boolean concerns = update.getLine().equals(wait.getLine())
                    || update.getLine().equals(wait.getRequest().getLine())
                    || (update.getStatus() == LineStatus.ACTIVE && "POOL_AT_CAPACITY".equals(wait.getBindingCode()));
            return concerns
                    ? new Heard(
                            offset,
                            appended,
                            Story.Cause.LINE,
                            "line " + update.getLine() + " was reported " + update.getStatus())
                    : null;
        }
        if (event instanceof PolicyUpdate) {
            return new Heard(offset, appended, Story.Cause.POLICY, "a policy was applied");
        }
        if (event instanceof Command command && command.getSuspension() != null) {
            return suspended(wait, command.getSuspension(), appended, offset);
        }
        if (event instanceof Command command) {
            boolean concerns = requestId.equals(command.getRequestId())
                    || (command.getKind() == CommandKind.FORGET
                            && wait.getRequest().getRecipient().equals(command.getRecipient()));
            return concerns
                    ? new Heard(offset, appended, Story.Cause.COMMAND, "the command " + command.getKind() + " came")
                    : null;
        }
        return null;
    }

    private static @Nullable Heard suspended(Decision wait, Suspension order, Instant appended, long offset) {
        String key = order.getLabelKey();
        boolean concerns = key == null
                || Objects.equals(
                        order.getLabelValue(), wait.getRequest().getLabels().get(key));
        String what = key == null ? "the pool" : "label " + key + "=" + order.getLabelValue();
        return concerns
                ? new Heard(
                        offset,
                        appended,
                        Story.Cause.COMMAND,
                        what + (order.getEnds() ? " was resumed" : " was suspended"))
                : null;
    }

    private static @Nullable Heard saidTo(Decision wait, ConversationEvent said, Instant appended, long offset) {
        boolean isFromIt = said.getRecipient().equals(wait.getRequest().getRecipient());
        boolean isReply = said.getKind() == ConversationKind.INBOUND_MESSAGE;
        if (isFromIt && said.getKind() == ConversationKind.OPTED_OUT) {
            return new Heard(offset, appended, Story.Cause.OPT_OUT, "the recipient opted out");
        }
        if (isFromIt && isReply) {
            return new Heard(offset, appended, Story.Cause.REPLY, "the recipient wrote");
        }
        boolean answersTheLine = isReply
                && "NO_DIALOGUE".equals(wait.getBindingCode())
                && said.getLine().equals(wait.getLine());
        return answersTheLine
                ? new Heard(offset, appended, Story.Cause.REPLY, "somebody answered line " + said.getLine() + " again")
                : null;
    }
}
