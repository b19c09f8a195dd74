/** Two policies compared: what differs between them is shown by scenarios that the core was asked about. */
@NullMarked
package dev.linewarden.audit.diff;

import org.jspecify.annotations.NullMarked;
