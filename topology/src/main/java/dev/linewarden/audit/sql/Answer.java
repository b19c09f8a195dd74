package dev.linewarden.audit.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that answer a query, one after the other; no more of them than one chunk is in memory. */
public final class Answer implements AutoCloseable {

    private final Statement statement;
    private final ResultSet rows;
    private final boolean reveals;
    private final List<String> columns = new ArrayList<>();

    Answer(Statement statement, ResultSet rows, boolean reveals) throws SQLException {
        this.statement = statement;
        this.rows = rows;
        this.reveals = reveals;
        ResultSetMetaData described = rows.getMetaData();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.add(described.getColumnLabel(i));
        }
    }

    /** The names of its columns. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The next row, its values as JDBC has them; null at the end.
     *
     * @throws SqlTrouble for what goes wrong only now, as a text that cannot be cast
     */
    public @Nullable Object @Nullable [] next() {
        try {
            if (!rows.next()) {
                return null;
            }
            @Nullable Object[] row = new @Nullable Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = rows.getObject(i + 1);
            }
            return row;
        } catch (SQLException broken) {
            throw SqlTrouble.ofQuery(broken, reveals);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
            statement.close();
        } catch (SQLException broken) {
            throw SqlTrouble.ofQuery(broken, reveals);
        }
    }
}
