/** What the gate remembers: one immutable row type a file, and the ports through which rows are read and written. */
@NullMarked
package dev.linewarden.core.state;

import org.jspecify.annotations.NullMarked;
