package dev.linewarden.audit.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A database file that is being filled. Rows and the offsets behind them are committed together, so whatever ends the
 * process, the next one goes on where the rows end. One process at a time can have it open. Not thread-safe.
 */
final class Warehouse implements AutoCloseable {

    /** Of the tables; a file with another is not ours to extend. */
    static final String LAYOUT = "1";

    // Beside the heap. What needs more is put on disk beside the database. Whoever reads topics fills a heap too; who
    // asks does not.
    private static final String MEMORY_TO_FILL = "256MB";
    private static final String MEMORY_TO_ASK = "512MB";

    /** One partition of a topic, as far as it was read. */
    record Read(String topicId, long nextOffset) {}

    private final Path file;
    private final boolean reveals;
    private final DuckDBConnection database;
    private final RowWriter rows;

    private Warehouse(Path file, boolean reveals, Pseudonym names, DuckDBConnection database) throws SQLException {
        this.file = file;
        this.reveals = reveals;
        this.database = database;
        this.rows = new RowWriter(database, reveals, names);
    }

    /**
     * Opens the file, or makes it.
     *
     * @param reveals whether it holds handles and texts
     * @throws SqlTrouble when another process has it, or it is none of ours
     */
    static Warehouse open(Path file, boolean reveals, Pseudonym names) {
        DuckDBConnection database = null;
        try {
            database = connect(file, false);
            if (layout(database) == null) {
                layOut(database, reveals);
            }
            script(database, "views.sql");
            return new Warehouse(file, reveals, names, database);
        } catch (SQLException broken) {
            closeQuietly(database);
            throw SqlTrouble.ofCache(broken, file);
        }
    }

    /**
     * Which layout a file's tables have; null when it has none, because it is new or its first process was ended early.
     *
     * @throws SqlTrouble when another process has it
     */
    static @Nullable String layoutOf(Path file) {
        try (DuckDBConnection database = connect(file, false)) {
            return layout(database);
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, file);
        }
    }

    private static @Nullable String layout(DuckDBConnection database) throws SQLException {
        try (Statement select = database.createStatement()) {
            try (ResultSet schema = select.executeQuery(
                    "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'cache' AND table_name = 'meta'")) {
                if (!schema.next()) {
                    return null;
                }
            }
            try (ResultSet found = select.executeQuery("SELECT value FROM cache.meta WHERE name = 'layout'")) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    private static void layOut(DuckDBConnection database, boolean reveals) throws SQLException {
        execute(database, "BEGIN TRANSACTION");
        script(database, "tables.sql");
        if (reveals) {
            script(database, "revealed.sql");
        }
        execute(database, "INSERT INTO cache.meta VALUES ('layout', '" + LAYOUT + "')");
        execute(database, "COMMIT");
    }

    /** A connection with the settings that all of ours have: little memory, UTC, nothing fetched from anywhere. */
    static DuckDBConnection connect(Path file, boolean readOnly) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", readOnly ? MEMORY_TO_ASK : MEMORY_TO_FILL);
        settings.setProperty("preserve_insertion_order", "false");
        settings.setProperty("temp_directory", file + ".spill");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("jdbc_stream_results", "true");
        if (readOnly) {
            settings.setProperty("duckdb.read_only", "true");
        }
        DuckDBConnection database =
                (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), settings);
        execute(database, "SET TimeZone = 'UTC'");
        return database;
    }

    static void execute(DuckDBConnection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void script(DuckDBConnection database, String name) throws SQLException {
        execute(database, resource(name));
    }

    static String resource(String name) {
        try (InputStream in = Warehouse.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + name, broken);
        }
    }

    private static void closeQuietly(@Nullable DuckDBConnection database) {
        try {
            if (database != null) {
                database.close();
            }
        } catch (SQLException alsoBroken) {
            // What went wrong first is what counts.
        }
    }

    /** How far each partition was read, by topic and partition. */
    Map<String, Map<Integer, Read>> read() throws SQLException {
        Map<String, Map<Integer, Read>> read = new HashMap<>();
        try (Statement select = database.createStatement();
                ResultSet row = select.executeQuery("SELECT * FROM cache.offsets")) {
            while (row.next()) {
                read.computeIfAbsent(row.getString(1), topic -> new HashMap<>())
                        .put(row.getInt(2), new Read(row.getString(3), row.getLong(4)));
            }
        }
        return read;
    }

    void begin() throws SQLException {
        // Explicitly: the driver begins one with the next statement, and appenders are none.
        execute(database, "BEGIN TRANSACTION");
    }

    void add(Place place, SpecificRecord value) throws SQLException {
        rows.add(place, value);
    }

    void remember(String topic, int partition, Read read) throws SQLException {
        try (PreparedStatement upsert =
                database.prepareStatement("INSERT OR REPLACE INTO cache.offsets VALUES (?, ?, ?, ?)")) {
            upsert.setString(1, topic);
            upsert.setInt(2, partition);
            upsert.setString(3, read.topicId());
            upsert.setLong(4, read.nextOffset());
            upsert.execute();
        }
    }

    void commit() throws SQLException {
        rows.flush();
        execute(database, "COMMIT");
    }

    /**
     * Lets go of what the topic itself holds no more: handles and texts are not kept longer here than there.
     *
     * @param begin the oldest offset that it still has
     */
    void forget(String topic, int partition, long begin) throws SQLException {
        String gone =
                " WHERE topic = '" + topic + "' AND kafka_partition = " + partition + " AND kafka_offset < " + begin;
        execute(database, "DELETE FROM findings WHERE decision IN (SELECT decision FROM decisions" + gone + ")");
        for (String table : new String[] {"decisions", "conversations", "alerts", "lines", "policies"}) {
            execute(database, "DELETE FROM " + table + gone);
        }
    }

    boolean reveals() {
        return reveals;
    }

    @Override
    public void close() {
        try {
            rows.close();
            database.close();
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, file);
        }
    }
}
