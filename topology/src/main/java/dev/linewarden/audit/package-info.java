/** What was recorded, looked at again: past hours, the journal decided anew. */
@NullMarked
package dev.linewarden.audit;

import org.jspecify.annotations.NullMarked;
