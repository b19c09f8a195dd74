package dev.linewarden.query;

import org.apache.kafka.streams.state.HostInfo;

/**
 * The instance of the gate that judges a pool, and so has its state.
 *
 * @param partition of the journal: the pool's, for life
 * @param address where the instance is asked over HTTP, its application.server
 * @param isHere whether it is this very instance
 */
public record PoolOwner(String pool, int partition, HostInfo address, boolean isHere) {}
