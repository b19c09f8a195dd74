/**
 * What came out, checked against the words of the contract. Shares no code with what decided it: it stands on the records
 * alone, so a mistake of the core cannot hide here too.
 */
@NullMarked
package dev.linewarden.audit.oracle;

import org.jspecify.annotations.NullMarked;
