/** The operations log: who did what to the gate, why, and what came of it. Kept in Kafka; written before anything is done. */
@NullMarked
package dev.linewarden.operations;

import org.jspecify.annotations.NullMarked;
