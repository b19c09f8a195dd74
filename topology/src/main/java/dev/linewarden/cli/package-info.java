/** The command line: one verb a file. Errors are one line that says what to do. */
@NullMarked
package dev.linewarden.cli;

import org.jspecify.annotations.NullMarked;
