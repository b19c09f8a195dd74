/** The state's format: rows as bytes with a version for each type, rows in memory, changelogs read back. */
@NullMarked
package dev.linewarden.store;

import org.jspecify.annotations.NullMarked;
