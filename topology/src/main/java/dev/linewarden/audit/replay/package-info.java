/** A journal decided again: to prove that it gives the recorded decisions, and to learn what another policy would have given. */
@NullMarked
package dev.linewarden.audit.replay;

import org.jspecify.annotations.NullMarked;
