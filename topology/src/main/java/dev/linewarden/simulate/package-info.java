/** The same core on in-memory state, in event time: event files and scenarios. */
@NullMarked
package dev.linewarden.simulate;

import org.jspecify.annotations.NullMarked;
