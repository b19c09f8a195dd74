/** A real broker and a real registry in this very process: for the demo, for development, for tests. */
@NullMarked
package dev.linewarden.embedded;

import org.jspecify.annotations.NullMarked;
