/** What concerns lines as a whole: alarms, dormancy, reviews, evacuation. */
@NullMarked
package dev.linewarden.core.fleet;

import org.jspecify.annotations.NullMarked;
