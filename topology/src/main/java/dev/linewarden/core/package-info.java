/**
 * The decision core: what may be sent, when, and why not. Pure: it imports the JDK alone (and JSpecify's nullness
 * annotations), reads no clock and rolls no dice, so that the same inputs give the same decisions in the running gate,
 * in a simulation and in a replay.
 */
@NullMarked
package dev.linewarden.core;

import org.jspecify.annotations.NullMarked;
