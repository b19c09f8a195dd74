package dev.linewarden.registry;

import org.apache.kafka.common.errors.RetriableException;

/** The registry did not answer, or refused us. Says nothing about the bytes at hand: try again, never drop them. */
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message) {
        super(message);
    }

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
