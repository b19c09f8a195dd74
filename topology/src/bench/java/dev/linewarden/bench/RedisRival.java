package dev.linewarden.bench;

import dev.linewarden.embedded.Ports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Redis with a Lua script: a batch is one call, so that nothing is asked twice over the network, and the script is alone while it
 * runs. It writes its log once a second (appendfsync everysec, its default with a log): what was counted within a second before the
 * machine fails is forgotten.
 */
final class RedisRival implements Rival {

    private static final int MOST_TRIES = 100;
    private static final int ARGUMENTS_EACH = 5;
    private static final String SCRIPT = """
            local now, day = tonumber(ARGV[1]), ARGV[2]
            local answers = {}
            for i = 3, #ARGV, 5 do
              local pool, id, who, source, quiet = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
              local answer
              local before = redis.call('SET', 'd:' .. pool .. ':' .. id, source, 'NX', 'GET', 'EX', 604800)
              local person = 'r:' .. pool .. ':' .. who
              local known = redis.call('HMGET', person, 'line', 'server', 'inbound', 'turns', 'sent')
              local line, server = known[1], known[2]
              local inbound, turns, sent = tonumber(known[3] or 0), tonumber(known[4] or 0), tonumber(known[5] or 0)
              local active = now - inbound < 86400000
              if before and before ~= source then
                answer = '!DUPLICATE_REQUEST'
              elseif before then
                answer = line
              elseif not line then
                answer = '!COLD_OUTREACH'
              elseif quiet == '1' and now - inbound > 3600000 then
                answer = '!QUIET_HOURS'
              elseif not active and turns >= 3 then
                answer = '!FOLLOW_UP_LIMIT'
              elseif not active and sent > 0 and now - sent < 86400000 then
                answer = '!FOLLOW_UP_SPACING'
              else
                local ofServer, ofLine = 's:' .. server .. ':' .. day, 'b:' .. line
                redis.call('ZREMRANGEBYSCORE', ofLine, '-inf', now - 60000)
                local opens = inbound == 0 and sent == 0
                if tonumber(redis.call('GET', ofServer) or 0) >= 1000000 then
                  answer = '!SERVER_DAILY_QUOTA'
                elseif redis.call('ZCARD', ofLine) >= 1000000 then
                  answer = '!LINE_BURST'
                elseif opens and tonumber(redis.call('GET', 'n:' .. line .. ':' .. day) or 0) >= 50 then
                  answer = '!NEW_CONVERSATIONS'
                else
                  redis.call('INCR', ofServer)
                  redis.call('ZADD', ofLine, now, id)
                  if opens then redis.call('INCR', 'n:' .. line .. ':' .. day) end
                  if active then redis.call('HSET', person, 'sent', now)
                  else redis.call('HSET', person, 'sent', now, 'turns', turns + 1) end
                  answer = line
                end
              end
              answers[#answers + 1] = answer
            end
            return answers
            """;

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private RedisRival(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** A server of its own; empty when none is installed. */
    static Optional<RedisRival> start(Path directory) throws IOException, InterruptedException {
        if (Program.find("redis-server").isEmpty()) {
            System.out.println("no Redis here and so no worker with it: apt-get install redis-server");
            return Optional.empty();
        }
        Files.createDirectories(directory);
        RedisRival rival = new RedisRival(directory, Ports.free());
        rival.startServer();
        return Optional.of(rival);
    }

    /** The server that another process has started, by its {@link #address}. */
    static Rival at(String address) {
        return new RedisRival(Path.of(""), Integer.parseInt(address));
    }

    private void startServer() throws IOException, InterruptedException {
        process = Program.start(
                directory.resolve("log"),
                List.of(
                        Program.find("redis-server").orElseThrow().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec"));
        await();
    }

    /** Bytes of its log, all of which are on disk now: it is asked to wait for the disk at every write, and back again. */
    long bytesOnDisk() throws IOException {
        try (Jedis jedis = jedis()) {
            jedis.configSet("appendfsync", "always");
            jedis.incr("settled");
            long bytes = Files.size(log());
            jedis.configSet("appendfsync", "everysec");
            return bytes;
        }
    }

    /** As a machine that fails leaves it: killed, with no more of its log than is given; then started again. */
    void fail(long bytes) throws IOException, InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
        try (FileChannel log = FileChannel.open(log(), StandardOpenOption.WRITE)) {
            log.truncate(bytes);
        }
        startServer();
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("appendonlydir"))) {
            return files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Jedis jedis() {
        return new Jedis("127.0.0.1", port);
    }

    private void await() throws InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            try (Jedis jedis = jedis()) {
                jedis.ping();
                return;
            } catch (JedisConnectionException | JedisDataException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("Redis does not answer");
    }

    @Override
    public String name() {
        return "redis worker";
    }

    @Override
    public String address() {
        return Integer.toString(port);
    }

    @Override
    public long counted() {
        try (Jedis jedis = jedis()) {
            return jedis.keys("s:*").stream()
                    .mapToLong(key -> Long.parseLong(jedis.get(key)))
                    .sum();
        }
    }

    @Override
    public void begin(List<Known> recipients, Instant now) {
        try (Jedis jedis = jedis()) {
            jedis.flushAll();
            try (Pipeline pipeline = jedis.pipelined()) {
                for (Known known : recipients) {
                    pipeline.hset(
                            "r:" + known.pool() + ":" + known.recipient(),
                            Map.of(
                                    "line",
                                    known.line(),
                                    "server",
                                    known.server(),
                                    "inbound",
                                    Long.toString(now.toEpochMilli())));
                }
            }
        }
    }

    @Override
    public Judge connect() {
        Jedis jedis = jedis();
        String script = jedis.scriptLoad(SCRIPT);
        return new Judge() {
            @Override
            public List<String> judge(List<Asked> batch, List<Boolean> quiet, Instant now) {
                return ask(jedis, script, batch, quiet, now);
            }

            @Override
            public void close() {
                jedis.close();
            }
        };
    }

    private static List<String> ask(Jedis jedis, String script, List<Asked> batch, List<Boolean> quiet, Instant now) {
        List<String> arguments = new ArrayList<>(2 + ARGUMENTS_EACH * batch.size());
        arguments.add(Long.toString(now.toEpochMilli()));
        arguments.add(Long.toString(now.toEpochMilli() / 86_400_000));
        for (int i = 0; i < batch.size(); i++) {
            Asked asked = batch.get(i);
            arguments.add(asked.request().getPool());
            arguments.add(asked.request().getRequestId());
            arguments.add(asked.request().getRecipient());
            arguments.add(asked.source());
            arguments.add(quiet.get(i) ? "1" : "0");
        }
        @SuppressWarnings("unchecked") // the script answers with a list of texts
        List<String> answers = (List<String>) jedis.evalsha(script, List.of(), arguments);
        return answers;
    }

    @Override
    public void close() {
        Program.stop(Objects.requireNonNull(process));
    }
}
