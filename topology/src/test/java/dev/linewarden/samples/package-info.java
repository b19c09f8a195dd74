/** What docs/integration.md shows: compiled and run here, so that what is shown is true. */
@NullMarked
package dev.linewarden.samples;

import org.jspecify.annotations.NullMarked;
