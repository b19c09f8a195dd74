/** How to say to people what is wrong: which word was meant, and in English. */
@NullMarked
package dev.linewarden.hints;

import org.jspecify.annotations.NullMarked;
