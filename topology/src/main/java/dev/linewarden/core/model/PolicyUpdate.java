package dev.linewarden.core.model;

import java.time.Instant;

/**
 * A pool's new policy, as YAML.
 *
 * @param at the operator's time; the policy takes effect at its place in the journal
 */
public record PolicyUpdate(String pool, String yaml, Instant at) implements Event {

    public PolicyUpdate {
        pool = Handles.pool(pool);
    }
}
