/** A simulated fleet that makes the gate worth watching. */
@NullMarked
package dev.linewarden.demo;

import org.jspecify.annotations.NullMarked;
