package dev.linewarden.audit.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/**
 * Tables as Parquet files, one a table and UTC day, in directories as in {@code decisions/day=2026-03-02}. A day that is
 * there with as many rows stays untouched, one that has more now is written anew, whole or not at all, and one that has
 * fewer (the topics have let go of some) stays as well: an export may be repeated and never loses anything.
 */
public final class ParquetExport {

    // Each table's time, and what puts rows of the same time in an order.
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        String place = ", topic, kafka_partition, kafka_offset";
        TABLES.put("decisions", "decided_at" + place);
        TABLES.put("findings", "decided_at, decision, rule, code");
        TABLES.put("conversations", "heard_at" + place);
        TABLES.put("alerts", "raised_at" + place);
        TABLES.put("lines", "heard_at" + place);
        TABLES.put("policies", "heard_at" + place);
    }

    /**
     * What to write.
     *
     * @param directory made when it is not there
     * @param before days before this one, in UTC
     * @param reveals whether the tables hold handles and texts: a directory has either
     */
    public record Order(Path directory, LocalDate before, boolean reveals) {}

    /** What became of a day. */
    public enum State {
        WRITTEN,
        UNCHANGED,
        /** The file holds more than the tables do: it stays. */
        KEPT
    }

    /**
     * A day of a table.
     *
     * @param rows in the file, as it is now
     */
    public record Day(String table, LocalDate day, long rows, State state, Path file) {}

    private final DuckDBConnection database;
    private final Order order;

    ParquetExport(DuckDBConnection database, Order order) {
        this.database = database;
        this.order = order;
    }

    void run(Consumer<Day> written) throws SQLException, IOException {
        claim();
        for (String table : TABLES.keySet()) {
            for (Map.Entry<LocalDate, Long> day : days(table).entrySet()) {
                written.accept(write(table, day.getKey(), day.getValue()));
            }
        }
    }

    /** Marks the directory as an export of these tables; refuses one that is of others. */
    private void claim() throws SQLException, IOException {
        ObjectNode claim = new ObjectMapper()
                .createObjectNode()
                .put("layout", Warehouse.LAYOUT)
                .put("revealed", order.reveals())
                .put("source", source());
        Path marker = order.directory().resolve(".linewarden-export.json");
        if (Files.exists(marker)) {
            JsonNode found = new ObjectMapper().readTree(marker.toFile());
            if (!claim.equals(found)) {
                throw SqlTrouble.of(
                        order.directory() + " holds an export of other topics, of another release, or with"
                                + (order.reveals() ? "out" : "") + " handles: name another directory",
                        new IllegalStateException(marker.toString()));
            }
            return;
        }
        if (order.reveals()) {
            PrivateFiles.createDirectories(order.directory());
        } else {
            Files.createDirectories(order.directory());
        }
        Files.writeString(marker, claim + "\n");
    }

    /** The topics that the tables were read from, each with its id; or the files. */
    private String source() throws SQLException {
        String sql = """
                SELECT string_agg(DISTINCT name, ' ' ORDER BY name) FROM (
                    SELECT topic || '=' || topic_id AS name FROM cache.offsets
                    UNION ALL
                    SELECT topic FROM (FROM decisions SELECT topic UNION FROM conversations SELECT topic)
                    WHERE NOT EXISTS (FROM cache.offsets))""";
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static String time(String table) {
        return TABLES.getOrDefault(table, "").split(",", 2)[0];
    }

    private Map<LocalDate, Long> days(String table) throws SQLException {
        String sql = "SELECT " + time(table) + "::DATE AS day, count(*) FROM " + table + " WHERE day < DATE '"
                + order.before() + "' GROUP BY day";
        Map<LocalDate, Long> days = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                days.put(row.getObject(1, LocalDate.class), row.getLong(2));
            }
        }
        return days;
    }

    private Day write(String table, LocalDate day, long rows) throws SQLException, IOException {
        Path directory = order.directory().resolve(table).resolve("day=" + day);
        Path file = directory.resolve(table + ".parquet");
        long there = Files.exists(file) ? rowsOf(file) : 0;
        if (there >= rows) {
            return new Day(table, day, there, there == rows ? State.UNCHANGED : State.KEPT, file);
        }
        Files.createDirectories(directory);
        Path draft = directory.resolve("." + table + ".unfinished");
        Warehouse.execute(
                database,
                "COPY (SELECT * FROM " + table + " WHERE " + time(table) + " >= TIMESTAMPTZ '" + day
                        + " 00:00:00+00' AND "
                        + time(table) + " < TIMESTAMPTZ '" + day.plusDays(1) + " 00:00:00+00' ORDER BY "
                        + TABLES.get(table) + ") TO " + quoted(draft) + " (FORMAT parquet, COMPRESSION zstd)");
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        return new Day(table, day, rows, State.WRITTEN, file);
    }

    private long rowsOf(Path file) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT num_rows FROM parquet_file_metadata(" + quoted(file) + ")")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }
}
