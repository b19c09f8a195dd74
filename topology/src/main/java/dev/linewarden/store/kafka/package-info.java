/** Rows in the stores of Kafka Streams. */
@NullMarked
package dev.linewarden.store.kafka;

import org.jspecify.annotations.NullMarked;
