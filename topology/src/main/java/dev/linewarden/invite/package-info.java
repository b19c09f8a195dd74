/** Inbound first: what helps people to write to a line, and to know who it is. */
@NullMarked
package dev.linewarden.invite;

import org.jspecify.annotations.NullMarked;
