package dev.linewarden.core;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;

/** Where decisions and alerts go, in the order in which they are made. */
public interface Output {

    void decided(Decision decision);

    void alerted(Alert alert);
}
