package dev.linewarden.audit.sql;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.client.Progress;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tables of a cluster, kept on disk and only ever extended. */
@Execution(ExecutionMode.CONCURRENT)
class CacheIT {

    @TempDir
    private Path caches;

    private final List<String> told = new ArrayList<>();

    private static dev.linewarden.client.Cluster client(Cluster cluster) {
        return new dev.linewarden.client.Cluster(
                SharedBroker.bootstrapServers(), SharedBroker.registryUrl(), Map.of(), cluster.topics());
    }

    private static Decision approved(String id) {
        Decision decision = new Decision();
        decision.setDecisionId(id + "#1");
        decision.setRequest(Cluster.request(id, "anna@example.com", "Ready?"));
        decision.setOutcome(Outcome.APPROVED);
        decision.setFindings(List.of(new Finding("server-quota", null, Effect.PASS, true, "4", "5000", null, null)));
        decision.setAttempt(1);
        decision.setDecidedAt(Instant.parse("2026-03-02T12:00:00Z"));
        decision.setPolicyVersion("default");
        decision.setPolicyHash("44136fa355b3678a");
        decision.setJournalPartition(0);
        decision.setJournalOffset(1);
        return decision;
    }

    private static void publish(Cluster cluster, String... ids) {
        try (KafkaProducer<String, SpecificRecord> producer = client(cluster).producer()) {
            for (String id : ids) {
                producer.send(new ProducerRecord<>(cluster.topics().approved(), 0, "line-1", approved(id)));
            }
        }
    }

    private long rows(Cluster cluster, String table, boolean reveals) {
        try (SqlTables tables = SqlTables.of(client(cluster), caches, reveals, Progress.UNSEEN, told::add);
                Answer answer = tables.ask("SELECT count(*) FROM " + table)) {
            return (Long) answer.next()[0];
        }
    }

    @Test
    void a_second_question_reads_only_what_is_new() throws Exception {
        try (Cluster cluster = new Cluster("sql-extended")) {
            publish(cluster, "r1", "r2");
            assertThat(rows(cluster, "decisions", false)).isEqualTo(2);
            assertThat(rows(cluster, "decisions", false)).isEqualTo(2);
            // What has left the topic is in the cache still, so what it counts was not read again.
            forgetBefore(cluster, 2);
            publish(cluster, "r3");
            assertThat(rows(cluster, "decisions", false)).isEqualTo(3);
            assertThat(rows(cluster, "findings", false)).isEqualTo(3);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void a_verb_asks_the_cluster_and_shows_no_handle() throws Exception {
        try (Cluster cluster = new Cluster("sql-verb")) {
            publish(cluster, "r1");
            var result =
                    run(cluster, "sql", "SELECT request_id, recipient FROM decisions", "--csv", "--cache", caches + "");
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("request_id,recipient\nr1,a***@example.com\n");
            var exported = run(cluster, "export", caches.resolve("out").toString(), "--cache", caches + "");
            assertThat(exported.out()).contains("decisions").contains("2 files written");
        }
    }

    @Test
    void handles_are_kept_no_longer_than_in_the_topics() throws Exception {
        try (Cluster cluster = new Cluster("sql-revealed")) {
            publish(cluster, "r1", "r2");
            assertThat(rows(cluster, "decisions", true)).isEqualTo(2);
            forgetBefore(cluster, 1);
            assertThat(rows(cluster, "decisions", true)).isEqualTo(1);
            assertThat(rows(cluster, "findings", true)).isEqualTo(1);
        }
    }

    @Test
    void records_that_left_before_they_were_read_are_named() throws Exception {
        try (Cluster cluster = new Cluster("sql-gap")) {
            publish(cluster, "r1");
            rows(cluster, "decisions", false);
            publish(cluster, "r2", "r3", "r4");
            forgetBefore(cluster, 3);
            assertThat(rows(cluster, "decisions", false)).isEqualTo(2);
            assertThat(told)
                    .singleElement()
                    .asString()
                    .contains("2 records of sql-gap.approved-0")
                    .contains("a gap");
        }
    }

    @Test
    void topics_that_were_made_anew_begin_a_new_cache_and_the_old_one_is_kept() throws Exception {
        try (Cluster cluster = new Cluster("sql-anew")) {
            publish(cluster, "r1", "r2");
            assertThat(rows(cluster, "decisions", false)).isEqualTo(2);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
                admin.deleteTopics(List.of(cluster.topics().approved())).all().get();
                // A broker hears of it a moment after its controller.
                while (admin.listTopics()
                        .names()
                        .get()
                        .contains(cluster.topics().approved())) {
                    Thread.onSpinWait();
                }
                new TopicAdmin(admin, cluster.topics()).create(Cluster.PARTITIONS, (short) 1);
            }
            publish(cluster, "r3");
            assertThat(rows(cluster, "decisions", false)).isEqualTo(1);
            assertThat(told)
                    .singleElement()
                    .asString()
                    .contains("was made anew since")
                    .contains("is kept as");
            try (Stream<Path> files = Files.walk(caches)) {
                assertThat(files.filter(file -> file.toString().contains("masked-until-")))
                        .hasSize(1);
            }
        }
    }

    @Test
    void a_cache_that_another_process_has_is_named_with_what_to_do() throws Exception {
        try (Cluster cluster = new Cluster("sql-two")) {
            publish(cluster, "r1");
            try (SqlTables holding = SqlTables.of(client(cluster), caches, false, Progress.UNSEEN, told::add)) {
                assertThatThrownBy(() -> rows(cluster, "decisions", false))
                        .isInstanceOf(SqlTrouble.class)
                        .hasMessageContaining("is using the cache")
                        .hasMessageContaining("wait until it is done, or give another --cache");
                assertThat(holding.relations()).isNotEmpty();
            }
        }
    }

    @Test
    void what_was_not_committed_leaves_neither_rows_nor_offsets() throws Exception {
        Path file = caches.resolve("torn.duckdb");
        try (Warehouse warehouse = Warehouse.open(file, false, Pseudonym.forOnce())) {
            warehouse.begin();
            warehouse.add(new Place("approved", 0, 0, Instant.EPOCH), approved("r1"));
            warehouse.remember("approved", 0, new Warehouse.Read("id", 1));
            warehouse.commit();
            warehouse.begin();
            for (int i = 1; i < 300_000; i++) {
                warehouse.add(new Place("approved", 0, i, Instant.EPOCH), approved("r" + i));
            }
            warehouse.remember("approved", 0, new Warehouse.Read("id", 300_000));
        }
        try (Warehouse again = Warehouse.open(file, false, Pseudonym.forOnce())) {
            assertThat(again.read().get("approved").get(0).nextOffset()).isEqualTo(1);
        }
        try (var database = Warehouse.connect(file, true);
                var statement = database.createStatement();
                var row = statement.executeQuery(
                        "SELECT (SELECT count(*) FROM decisions), (SELECT count(*) FROM findings)")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(1);
            assertThat(row.getLong(2)).isEqualTo(1);
        }
    }

    @Test
    void tables_of_another_release_and_a_beginning_that_was_cut_short_are_no_obstacle() throws Exception {
        try (Cluster cluster = new Cluster("sql-layout")) {
            publish(cluster, "r1");
            assertThat(rows(cluster, "decisions", false)).isEqualTo(1);
            Path file;
            try (Stream<Path> files = Files.walk(caches)) {
                file = files.filter(one -> one.endsWith("masked.duckdb"))
                        .findFirst()
                        .orElseThrow();
            }
            try (var database = Warehouse.connect(file, false)) {
                Warehouse.execute(database, "DROP VIEW sends");
                Warehouse.execute(database, "DROP TABLE alerts");
                Warehouse.execute(database, "UPDATE cache.meta SET value = '0'");
            }
            assertThat(rows(cluster, "alerts", false)).isZero();
            assertThat(told).singleElement().asString().contains("this release lays the tables out otherwise");

            Files.delete(file);
            Warehouse.connect(file, false).close();
            assertThat(rows(cluster, "decisions", false)).isEqualTo(1);
        }
    }

    private static void forgetBefore(Cluster cluster, long offset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(cluster.topics().approved(), 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }
}
