package dev.linewarden.core;

import java.time.Instant;

/**
 * A pool's new policy, as YAML.
 *
 * @param at the operator's time; the policy takes effect at its place in the journal
 */
public record PolicyText(String pool, String yaml, Instant at) implements Event {

    public PolicyText {
        pool = Handles.pool(pool);
    }
}
