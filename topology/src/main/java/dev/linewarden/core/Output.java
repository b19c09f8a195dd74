package dev.linewarden.core;

/** Where decisions and alerts go, in the order in which they are made. */
public interface Output {

    void decided(Decision decision);

    void alerted(Alert alert);
}
