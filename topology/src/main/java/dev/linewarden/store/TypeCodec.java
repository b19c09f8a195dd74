package dev.linewarden.store;

import dev.linewarden.core.state.Row;

/**
 * How the rows of one type are written and read.
 *
 * <p>To add a field: raise {@code VERSION}, write the field, and read it {@code version >= 2 ? in.text() : ...}, with the
 * value that older rows mean. {@code GoldenRowsTest} then prints the line for {@code src/test/resources/rows}. A version that
 * a release wrote is read for ever; a number that was used is never used again.
 */
abstract class TypeCodec<R extends Row> {

    private final int type;
    private final Class<R> rowClass;
    private final int version;

    /**
     * @param type the first byte of every row of the type, from 1 to 127; no two types share one
     * @param version the version that is written, from 1 to 127; it and all before it are read
     */
    TypeCodec(int type, Class<R> rowClass, int version) {
        this.type = type;
        this.rowClass = rowClass;
        this.version = version;
    }

    final int type() {
        return type;
    }

    final Class<R> rowClass() {
        return rowClass;
    }

    final int version() {
        return version;
    }

    /** The type's name in messages and file names. */
    final String name() {
        return rowClass.getSimpleName();
    }

    /** Writes the row as {@link #version()} has it. */
    abstract void write(R row, RowOutput out);

    /**
     * Reads what the version wrote.
     *
     * @param version from 1 to {@link #version()}
     */
    abstract R read(int version, RowInput in);

    final void writeAny(Row row, RowOutput out) {
        write(rowClass.cast(row), out);
    }
}
