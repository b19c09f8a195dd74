/** The baseline: what the gate costs beside a topology that does nothing. */
@NullMarked
package dev.linewarden.bench;

import org.jspecify.annotations.NullMarked;
