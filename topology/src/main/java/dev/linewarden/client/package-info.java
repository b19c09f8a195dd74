/** A cluster as one value, and what is done with it from outside: publish, read to the end, follow, look up the latest. */
@NullMarked
package dev.linewarden.client;

import org.jspecify.annotations.NullMarked;
