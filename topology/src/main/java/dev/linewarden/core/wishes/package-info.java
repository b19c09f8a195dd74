/** Reads what people write: whether they want to be texted. */
@NullMarked
package dev.linewarden.core.wishes;

import org.jspecify.annotations.NullMarked;
