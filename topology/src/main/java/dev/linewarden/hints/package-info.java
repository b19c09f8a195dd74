/** Help for whoever mistyped a word, whether in a policy, a record or a command. */
@NullMarked
package dev.linewarden.hints;

import org.jspecify.annotations.NullMarked;
