package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Exchange;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Two machines that answer each other are stopped: when more messages are exchanged with a recipient in a short window than
 * people exchange, the next ones wait until there was silence for a while.
 *
 * <p>What is booked counts as what was exchanged does; nobody can foresee who answers, so a loop begins by what was alone.
 */
final class LoopRule implements Rule {

    private static final String NAME = "loop";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        // It goes once and so feeds no loop; an answer to HELP may, if a machine asks.
        if (AskedFor.isConfirmation(c)) {
            return Finding.passBecause(NAME, "the confirmation of an opt-out");
        }
        Policy.Loop policy = c.policy().loop();
        Exchange exchange = c.recipient().exchange();
        int exchanged = exchange.within(c.at(), policy.window());
        Instant free = free(c, exchange, policy);
        if (free.equals(c.at())) {
            return Finding.pass(NAME, exchanged, policy.max());
        }
        return Finding.deferUntil(
                        NAME,
                        Code.REPLY_LOOP,
                        free,
                        "so many messages in both directions within " + Durations.inWords(policy.window())
                                + " look like two machines that answer each other")
                .measured(exchanged, policy.max());
    }

    private static Instant free(Case c, Exchange exchange, Policy.Loop policy) {
        long[] messages = withBooked(c, exchange);
        Instant free = c.at();
        Instant before;
        do {
            before = free;
            free = beside(messages, policy, exchange.freeAt(before, policy));
        } while (!free.equals(before));
        return free;
    }

    private static long[] withBooked(Case c, Exchange exchange) {
        if (c.followUps().booked().isEmpty()) {
            return exchange.packed();
        }
        LongStream booked = c.followUps().booked().stream()
                .filter(expected -> c.precedence().respects(expected.precedence()))
                .mapToLong(expected -> expected.at().toEpochMilli());
        return LongStream.concat(LongStream.of(exchange.packed()), booked)
                .sorted()
                .toArray();
    }

    /** The first time from {@code from} on at which no window holds more than its messages with one more. */
    private static Instant beside(long[] messages, Policy.Loop policy, Instant from) {
        long window = policy.window().toMillis();
        long free = from.toEpochMilli();
        for (int last = policy.max() - 1; last < messages.length; last++) {
            long first = messages[last - policy.max() + 1];
            boolean isFull = messages[last] - first < window;
            if (isFull && free > messages[last] - window && free < first + window) {
                free = first + window;
            }
        }
        return free == from.toEpochMilli() ? from : Instant.ofEpochMilli(free);
    }

    @Override
    public Window window(Policy policy, Instant at) {
        return Window.before(at, policy.loop().window());
    }
}
