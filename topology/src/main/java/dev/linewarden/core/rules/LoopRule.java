package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Exchange;
import java.time.Instant;
import java.util.List;

/**
 * Two machines that answer each other are stopped: when more messages are exchanged with a recipient in a short window than
 * people exchange, the next ones wait until there was silence for a while.
 *
 * <p>Judged by what was sent and what came; nobody can foresee who answers, so bookings do not count.
 */
final class LoopRule implements Rule {

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public List<Finding> judge(Case c) {
        // It goes once and so feeds no loop; an answer to HELP may, if a machine asks.
        if (AskedFor.isConfirmation(c)) {
            return List.of(Finding.passBecause(name(), "the confirmation of an opt-out"));
        }
        Policy.Loop policy = c.policy().loop();
        Exchange exchange = c.recipient().exchange();
        int exchanged = exchange.within(c.at(), policy.window());
        Instant free = exchange.freeAt(c.at(), policy);
        if (free.equals(c.at())) {
            return List.of(Finding.pass(name(), exchanged, policy.max()));
        }
        return List.of(Finding.deferUntil(
                        name(),
                        Code.REPLY_LOOP,
                        free,
                        "so many messages in both directions within " + Durations.inWords(policy.window())
                                + " look like two machines that answer each other")
                .measured(exchanged, policy.max()));
    }
}
