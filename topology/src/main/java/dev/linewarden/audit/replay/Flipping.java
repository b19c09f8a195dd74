package dev.linewarden.audit.replay;

import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.simulate.Simulation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether some entries of a journal show one change: played in event time under both policies, the request comes to the two
 * outcomes.
 *
 * @param recorded the policy that was in force, as YAML
 * @param other the one in its place
 * @param end until when time passes
 */
record Flipping(String pool, String requestId, Direction direction, String recorded, String other, Instant end) {

    private static final LibraryFacts FACTS = new LibraryFacts();
    private static final PolicyYaml PARSER = new PolicyYaml();

    /** Whether the entries show it. */
    boolean isShownBy(List<Entry> entries) {
        Decision would = last(other, entries);
        if (would == null) {
            return false;
        }
        Decision was = last(recorded, entries);
        return was != null && direction == Direction.of(was, would);
    }

    private @Nullable Decision last(String policy, List<Entry> entries) {
        if (entries.isEmpty()) {
            return null;
        }
        Decision[] last = new Decision[1];
        Simulation simulation = new Simulation(FACTS, PARSER, new Output() {
            @Override
            public void decided(Decision decision) {
                if (decision.request().requestId().equals(requestId)
                        && decision.request().pool().equals(pool)
                        && decision.isRemembered()) {
                    last[0] = decision;
                }
            }

            @Override
            public void alerted(Alert alert) {}
        });
        Instant start = entries.get(0).appended();
        simulation.take(new PolicyUpdate(pool, policy, start), start);
        for (Entry entry : entries) {
            Event event = Objects.requireNonNull(entry.event());
            simulation.take(event, entry.appended());
        }
        simulation.passUntil(end);
        return last[0];
    }
}
