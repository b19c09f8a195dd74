/** What a gate answers over HTTP: the API, its errors, and how instances answer for each other. */
@NullMarked
package dev.linewarden.http;

import org.jspecify.annotations.NullMarked;
