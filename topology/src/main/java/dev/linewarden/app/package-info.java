/** The gate as a service: its processes, their order of start and stop, and what it tells over HTTP. */
@NullMarked
package dev.linewarden.app;

import org.jspecify.annotations.NullMarked;
