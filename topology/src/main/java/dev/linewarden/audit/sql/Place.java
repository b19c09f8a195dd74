package dev.linewarden.audit.sql;

import java.time.Instant;

/**
 * Where a record lies.
 *
 * @param topic or the name of a file
 * @param partition of a file 0
 * @param offset of a file its line
 * @param appended when it came there; of an event in a file its {@code at}
 */
record Place(String topic, int partition, long offset, Instant appended) {}
