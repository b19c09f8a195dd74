/** What was recorded as SQL tables: a local database that is filled from topics or files, asked, and exported. */
@NullMarked
package dev.linewarden.audit.sql;

import org.jspecify.annotations.NullMarked;
