package dev.linewarden.core.model;

/** Turns policy text into a policy. The core cannot read YAML; whoever runs it can. */
public interface PolicyParser {

    /**
     * @throws PolicyException when the text is no policy
     */
    Policy parse(String yaml) throws PolicyException;

    /** A policy text that is no policy; the message names the line, the key and what is allowed. */
    final class PolicyException extends Exception {
        private static final long serialVersionUID = 1L;

        public PolicyException(String message) {
            super(message);
        }
    }
}
