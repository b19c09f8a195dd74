/** Avro in the Confluent wire format: a client of the registry's HTTP API, and the serializers that use it. */
@NullMarked
package dev.linewarden.registry;

import org.jspecify.annotations.NullMarked;
