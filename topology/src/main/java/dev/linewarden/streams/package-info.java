/** The running gate: one Kafka Streams application that drives the core over real topics and stores. */
@NullMarked
package dev.linewarden.streams;

import org.jspecify.annotations.NullMarked;
