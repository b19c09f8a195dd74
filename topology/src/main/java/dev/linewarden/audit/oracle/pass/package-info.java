/**
 * The audit: one pass over what a pool heard and what came out for it, every limit counted anew and every promise held
 * against what became of it. Linear in the records; what is kept grows with people, requests that are remembered and what
 * windows hold. Shares no code with what decided.
 */
@NullMarked
package dev.linewarden.audit.oracle.pass;

import org.jspecify.annotations.NullMarked;
