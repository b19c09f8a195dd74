package dev.linewarden.audit.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one pool heard, in order, from its first entry on.
 *
 * @param entries each at its offset
 * @param policies the policy of each entry that changed it, by offset; the first entry has one
 */
public record Journal(List<Entry> entries, Map<Integer, Limits> policies) {

    /**
     * One entry.
     *
     * @param at when it took effect
     */
    public record Entry(Instant at, SpecificRecord event) {}
}
