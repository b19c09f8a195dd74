/** What is remembered while a journal is gone over: in memory what was used last, the rest put away. Knows nothing of what it is. */
@NullMarked
package dev.linewarden.audit.keep;

import org.jspecify.annotations.NullMarked;
