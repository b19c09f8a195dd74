package dev.linewarden.core.state;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.core.model.PolicyParser;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import org.jspecify.annotations.Nullable;

/**
 * A policy with the text that it was read from.
 *
 * @param hash of the text; see {@link PolicyHash}
 */
public record PolicyInForce(String yaml, Policy policy, String hash) {

    /** Of a pool that adopted none. */
    public static final PolicyInForce DEFAULT = new PolicyInForce("{}", Policy.DEFAULT, PolicyHash.OF_DEFAULTS);

    public PolicyInForce(String yaml, Policy policy) {
        this(yaml, policy, PolicyHash.of(yaml));
    }

    /** Of a pool that has stored this row, or none. */
    public static PolicyInForce of(@Nullable PoolPolicy stored, PolicyParser parser) throws PolicyException {
        return stored == null ? DEFAULT : new PolicyInForce(stored.yaml(), parser.parse(stored.yaml()));
    }
}
