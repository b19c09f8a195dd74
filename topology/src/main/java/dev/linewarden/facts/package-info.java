/** What libraries know about phone numbers and links, behind the core's own interface. */
@NullMarked
package dev.linewarden.facts;

import org.jspecify.annotations.NullMarked;
