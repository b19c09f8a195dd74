/** Asking a running gate: which instance has a pool's state, and what it remembers. Nothing here can write. */
@NullMarked
package dev.linewarden.query;

import org.jspecify.annotations.NullMarked;
