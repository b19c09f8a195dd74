/** One rule a file; {@link dev.linewarden.core.rules.Rules} is the ordered list. */
@NullMarked
package dev.linewarden.core.rules;

import org.jspecify.annotations.NullMarked;
