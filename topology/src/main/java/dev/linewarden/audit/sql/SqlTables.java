package dev.linewarden.audit.sql;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Decisions, findings, conversations, alerts, lines and policies as tables that can be asked and not be changed. A query
 * reaches nothing else: no file, no network, no setting. Not thread-safe.
 */
public final class SqlTables implements AutoCloseable {

    private static final String COLUMNS = """
            SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
            WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index""";

    private static final String RELATIONS = """
            SELECT table_name, coalesce(comment, ''), false FROM duckdb_tables() WHERE schema_name = 'main'
            UNION ALL
            SELECT view_name, coalesce(comment, ''), true FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
            ORDER BY 3, 1""";

    /** A column and what it means. */
    public record Column(String name, String type, String meaning) {}

    /**
     * A table or view and what it means.
     *
     * @param isView whether it is made of the others
     */
    public record Relation(String name, String meaning, boolean isView, List<Column> columns) {}

    private final Path file;
    private final boolean reveals;
    private final @Nullable Path temporary;
    private final DuckDBConnection database;
    private boolean isLocked;

    private SqlTables(Path file, boolean reveals, @Nullable Path temporary) {
        this.file = file;
        this.reveals = reveals;
        this.temporary = temporary;
        try {
            database = Warehouse.connect(file, true);
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, file);
        }
    }

    /**
     * The tables of a cluster, as far as its topics reach now.
     *
     * @param cache the directory of all caches; what is new is added there
     * @param reveals with handles and texts
     * @param tell is told, in a line each, what an analyst should know: a cache that is read anew, a gap
     * @throws SqlTrouble when the cache cannot be used
     */
    public static SqlTables of(Cluster cluster, Path cache, boolean reveals, Progress progress, Consumer<String> tell) {
        return new SqlTables(new Cache(cluster, cache, reveals, tell).extend(progress), reveals, null);
    }

    /**
     * The tables of files that {@code simulate} wrote and read.
     *
     * @param decisions as {@code --out} wrote them
     * @param events without them, conversations, lines and policies are empty
     * @throws SqlTrouble for a line that cannot be read
     */
    public static SqlTables of(@Nullable Path decisions, @Nullable Path events, boolean reveals) {
        try {
            Path directory = Files.createTempDirectory("linewarden-sql");
            Path file = directory.resolve("tables.duckdb");
            try (Warehouse warehouse = Warehouse.open(file, reveals, Pseudonym.forOnce())) {
                FileFilling filling = new FileFilling(warehouse);
                if (decisions != null) {
                    filling.decisions(decisions);
                }
                if (events != null) {
                    filling.events(events);
                }
            } catch (SQLException broken) {
                throw SqlTrouble.ofCache(broken, file);
            } catch (SqlTrouble trouble) {
                delete(directory);
                throw trouble;
            }
            return new SqlTables(file, reveals, directory);
        } catch (IOException full) {
            throw SqlTrouble.of("no temporary file can be written: " + full, full);
        }
    }

    /** What tables there are; needs neither cluster nor files. */
    public static List<Relation> layout(boolean reveals) {
        try (SqlTables empty = of(null, null, reveals)) {
            return empty.relations();
        }
    }

    /** The tables, then the views. */
    public List<Relation> relations() {
        try {
            // One result at a time: a connection streams.
            List<Relation> bare = new ArrayList<>();
            try (Statement statement = database.createStatement();
                    ResultSet found = statement.executeQuery(RELATIONS)) {
                while (found.next()) {
                    bare.add(new Relation(found.getString(1), found.getString(2), found.getBoolean(3), List.of()));
                }
            }
            List<Relation> relations = new ArrayList<>();
            for (Relation relation : bare) {
                relations.add(
                        new Relation(relation.name(), relation.meaning(), relation.isView(), columns(relation.name())));
            }
            return relations;
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, file);
        }
    }

    private List<Column> columns(String relation) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(COLUMNS)) {
            statement.setString(1, relation);
            List<Column> columns = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(new Column(found.getString(1), found.getString(2), found.getString(3)));
                }
            }
            return columns;
        }
    }

    /**
     * Asks a query of whoever's making: from here on nothing but the tables can be reached.
     *
     * @throws SqlTrouble for one that cannot be run
     */
    public Answer ask(String query) {
        Statement statement = null;
        try {
            lock();
            statement = database.createStatement();
            if (!statement.execute(query)) {
                statement.close();
                throw new SQLException("read-only mode");
            }
            return new Answer(statement, statement.getResultSet(), reveals);
        } catch (SQLException refused) {
            throw SqlTrouble.ofQuery(refused, reveals);
        }
    }

    private void lock() throws SQLException {
        if (!isLocked) {
            Warehouse.execute(database, "SET enable_external_access = false");
            Warehouse.execute(database, "SET lock_configuration = true");
            isLocked = true;
        }
    }

    /**
     * Writes them as Parquet files, a directory a table and day; see {@link ParquetExport}.
     *
     * @param written is told of each file
     */
    public void export(ParquetExport.Order order, Consumer<ParquetExport.Day> written) {
        try {
            new ParquetExport(database, order).run(written);
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, order.directory());
        } catch (IOException unwritable) {
            throw SqlTrouble.of("cannot write in " + order.directory() + ": " + unwritable, unwritable);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, file);
        } finally {
            if (temporary != null) {
                delete(temporary);
            }
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException stays) {
            throw new UncheckedIOException("cannot delete " + directory, stays);
        }
    }
}
