/** The public contract: topics, and the records of the schemas as JSON and as the core's own types. */
@NullMarked
package dev.linewarden.contract;

import org.jspecify.annotations.NullMarked;
