/** Rows that do not fit into memory, on disk for as long as somebody works with them. */
@NullMarked
package dev.linewarden.store.disk;

import org.jspecify.annotations.NullMarked;
