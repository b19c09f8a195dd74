package dev.linewarden.core.state;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyHash;

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
}
