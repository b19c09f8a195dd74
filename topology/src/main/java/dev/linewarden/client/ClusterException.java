package dev.linewarden.client;

/** What a cluster lacks or refuses. The message is one line that says what to do. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }
}
