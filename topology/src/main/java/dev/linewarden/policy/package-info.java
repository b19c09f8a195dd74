/** Policy text: from YAML to {@link dev.linewarden.core.model.Policy}, with errors that name the line, the key and what is allowed. */
@NullMarked
package dev.linewarden.policy;

import org.jspecify.annotations.NullMarked;
