package dev.linewarden.bench;

import dev.linewarden.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with a function: a batch is one call and one transaction, which is on disk when the call returns. Rows are
 * locked in one order (server, line, recipient), so that two batches wait for each other and never deadlock.
 */
final class PostgresRival implements Rival {

    private static final int MOST_TRIES = 100;
    private static final String SCHEMA = """
            CREATE TABLE requests (pool text, id text, source text NOT NULL, PRIMARY KEY (pool, id));
            CREATE TABLE recipients (pool text, recipient text, line text NOT NULL, server text NOT NULL,
              inbound bigint NOT NULL, turns int NOT NULL DEFAULT 0, sent bigint NOT NULL DEFAULT 0,
              PRIMARY KEY (pool, recipient)) WITH (fillfactor = 50);
            CREATE TABLE server_days (server text, day bigint, sends int NOT NULL, PRIMARY KEY (server, day))
              WITH (fillfactor = 10);
            CREATE TABLE line_days (line text, day bigint, opened int NOT NULL, PRIMARY KEY (line, day))
              WITH (fillfactor = 10);
            CREATE TABLE line_seconds (line text, second bigint, sends int NOT NULL, PRIMARY KEY (line, second))
              WITH (fillfactor = 50);
            CREATE FUNCTION judge(now bigint, pools text[], ids text[], people text[], sources text[], quiet boolean[])
            RETURNS text[] LANGUAGE plpgsql AS $$
            DECLARE
              answers text[] := array_fill(NULL::text, ARRAY[array_length(ids, 1)]);
              today bigint := now / 86400000;
              r record;
              before text;
              active boolean;
              opens boolean;
            BEGIN
              FOR r IN
                SELECT a.i, a.pool, a.id, a.person, a.source, a.quiet, p.line, p.server, p.inbound
                FROM unnest(pools, ids, people, sources, quiet) WITH ORDINALITY AS a(pool, id, person, source, quiet, i)
                LEFT JOIN recipients p ON p.pool = a.pool AND p.recipient = a.person
                ORDER BY p.server, p.line, a.person, a.i
              LOOP
                INSERT INTO requests VALUES (r.pool, r.id, r.source) ON CONFLICT DO NOTHING;
                IF NOT FOUND THEN
                  SELECT source INTO before FROM requests WHERE pool = r.pool AND id = r.id;
                  answers[r.i] := CASE WHEN before = r.source THEN r.line ELSE '!DUPLICATE_REQUEST' END;
                  CONTINUE;
                END IF;
                IF r.line IS NULL THEN
                  answers[r.i] := '!COLD_OUTREACH';
                  CONTINUE;
                END IF;
                IF r.quiet AND now - r.inbound > 3600000 THEN
                  answers[r.i] := '!QUIET_HOURS';
                  CONTINUE;
                END IF;
                active := now - r.inbound < 86400000;
                INSERT INTO server_days VALUES (r.server, today, 1)
                  ON CONFLICT (server, day) DO UPDATE SET sends = server_days.sends + 1 WHERE server_days.sends < 1000000;
                IF NOT FOUND THEN
                  answers[r.i] := '!SERVER_DAILY_QUOTA';
                  CONTINUE;
                END IF;
                IF (SELECT coalesce(sum(sends), 0) FROM line_seconds
                    WHERE line = r.line AND second > now / 1000 - 60) >= 1000000 THEN
                  answers[r.i] := '!LINE_BURST';
                  UPDATE server_days SET sends = sends - 1 WHERE server = r.server AND day = today;
                  CONTINUE;
                END IF;
                UPDATE recipients SET sent = now, turns = turns + CASE WHEN active THEN 0 ELSE 1 END
                  WHERE pool = r.pool AND recipient = r.person
                    AND (active OR turns < 3 AND (sent = 0 OR now - sent >= 86400000))
                  RETURNING inbound = 0 AND turns = 1 INTO opens;
                IF NOT FOUND THEN
                  answers[r.i] := '!FOLLOW_UP_LIMIT';
                  UPDATE server_days SET sends = sends - 1 WHERE server = r.server AND day = today;
                  CONTINUE;
                END IF;
                IF opens THEN
                  INSERT INTO line_days VALUES (r.line, today, 1)
                    ON CONFLICT (line, day) DO UPDATE SET opened = line_days.opened + 1 WHERE line_days.opened < 50;
                  IF NOT FOUND THEN
                    answers[r.i] := '!NEW_CONVERSATIONS';
                    UPDATE server_days SET sends = sends - 1 WHERE server = r.server AND day = today;
                    CONTINUE;
                  END IF;
                END IF;
                INSERT INTO line_seconds VALUES (r.line, now / 1000, 1)
                  ON CONFLICT (line, second) DO UPDATE SET sends = line_seconds.sends + 1;
                answers[r.i] := r.line;
              END LOOP;
              RETURN answers;
            END $$;
            """;

    private final @Nullable Process process;
    private final Path directory;
    private final String url;

    private PostgresRival(@Nullable Process process, Path directory, String url) {
        this.process = process;
        this.directory = directory;
        this.url = url;
    }

    /** A cluster of its own; empty when PostgreSQL is not installed. */
    static Optional<Rival> start() throws Exception {
        Optional<Path> server = Program.find("postgres");
        Optional<Path> initdb = Program.find("initdb");
        if (server.isEmpty() || initdb.isEmpty()) {
            System.out.println("no PostgreSQL here and so no worker with it: apt-get install postgresql");
            return Optional.empty();
        }
        // Not within another's: the user that it runs as must be able to get there.
        Path directory = Files.createTempDirectory("postgresql");
        Path data = directory.resolve("data");
        Path log = Files.createTempFile("postgresql", ".log");
        Program.run(log, as(directory, List.of("mkdir", "-p", data.toString())));
        Program.run(
                log,
                as(
                        directory,
                        List.of(
                                initdb.get().toString(),
                                "-D",
                                data.toString(),
                                "-U",
                                "bench",
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--no-locale")));
        int port = Ports.free();
        Process process = Program.start(
                log,
                as(
                        directory,
                        List.of(
                                server.get().toString(),
                                "-D",
                                data.toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "shared_buffers=512MB",
                                "-c",
                                "max_wal_size=4GB")));
        PostgresRival rival =
                new PostgresRival(process, directory, "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=bench");
        rival.await();
        try (Connection connection = DriverManager.getConnection(rival.url);
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        return Optional.of(rival);
    }

    /** PostgreSQL does not run as root: then as the user that its package makes, who gets the directory. */
    private static List<String> as(Path directory, List<String> command) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        Files.setOwner(
                directory,
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        List<String> whole =
                new ArrayList<>(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        whole.addAll(command);
        return whole;
    }

    /** The cluster that another process has started, by its {@link #address}. */
    static Rival at(String address) {
        return new PostgresRival(null, Path.of(""), address);
    }

    private void await() throws InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.isValid(1);
                return;
            } catch (SQLException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("PostgreSQL does not answer");
    }

    @Override
    public String name() {
        return "postgresql worker";
    }

    @Override
    public String address() {
        return url;
    }

    @Override
    public long counted() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT coalesce(sum(sends), 0) FROM server_days")) {
            sum.next();
            return sum.getLong(1);
        } catch (SQLException broken) {
            throw new IllegalStateException("PostgreSQL does not answer", broken);
        }
    }

    @Override
    public void begin(List<Known> recipients, Instant now) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE requests, recipients, server_days, line_days, line_seconds");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO recipients (pool, recipient, line, server, inbound) SELECT *, " + now.toEpochMilli()
                            + " FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])")) {
                insert.setArray(
                        1,
                        texts(connection, recipients.stream().map(Known::pool).toArray()));
                insert.setArray(
                        2,
                        texts(
                                connection,
                                recipients.stream().map(Known::recipient).toArray()));
                insert.setArray(
                        3,
                        texts(connection, recipients.stream().map(Known::line).toArray()));
                insert.setArray(
                        4,
                        texts(connection, recipients.stream().map(Known::server).toArray()));
                insert.execute();
            }
            statement.execute("ANALYZE");
        } catch (SQLException broken) {
            throw new IllegalStateException("PostgreSQL cannot begin", broken);
        }
    }

    private static Array texts(Connection connection, Object[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    @Override
    public Judge connect() {
        try {
            Connection connection = DriverManager.getConnection(url);
            PreparedStatement call = connection.prepareStatement("SELECT judge(?, ?, ?, ?, ?, ?)");
            return new Judge() {
                @Override
                public List<String> judge(List<Asked> batch, List<Boolean> quiet, Instant now) {
                    return ask(connection, call, batch, quiet, now);
                }

                @Override
                public void close() {
                    try (connection) {
                        call.close();
                    } catch (SQLException late) {
                        throw new IllegalStateException("PostgreSQL cannot end", late);
                    }
                }
            };
        } catch (SQLException broken) {
            throw new IllegalStateException("PostgreSQL does not answer", broken);
        }
    }

    private static List<String> ask(
            Connection connection, PreparedStatement call, List<Asked> batch, List<Boolean> quiet, Instant now) {
        try {
            call.setLong(1, now.toEpochMilli());
            call.setArray(
                    2,
                    texts(
                            connection,
                            batch.stream()
                                    .map(asked -> asked.request().getPool())
                                    .toArray()));
            call.setArray(
                    3,
                    texts(
                            connection,
                            batch.stream()
                                    .map(asked -> asked.request().getRequestId())
                                    .toArray()));
            call.setArray(
                    4,
                    texts(
                            connection,
                            batch.stream()
                                    .map(asked -> asked.request().getRecipient())
                                    .toArray()));
            call.setArray(5, texts(connection, batch.stream().map(Asked::source).toArray()));
            call.setArray(6, connection.createArrayOf("boolean", quiet.toArray()));
            try (ResultSet answer = call.executeQuery()) {
                answer.next();
                return Arrays.asList((String[]) answer.getArray(1).getArray());
            }
        } catch (SQLException broken) {
            throw new IllegalStateException("PostgreSQL cannot judge", broken);
        }
    }

    @Override
    public void close() {
        Program.stop(Objects.requireNonNull(process));
        try {
            Utils.delete(directory.toFile());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
