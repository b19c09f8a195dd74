package dev.linewarden.bench;

import dev.linewarden.core.state.Table;
import dev.linewarden.streams.GateConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What the changelogs of a gate hold, and so what has to be read when its state is lost. */
record ChangelogSize(GateConfig gate) {

    /** Bytes of their segments on one broker. */
    long bytes() throws Exception {
        try (Admin admin = admin()) {
            List<TopicPartition> own = partitions();
            return admin
                    .describeLogDirs(admin.describeCluster().nodes().get().stream()
                            .map(node -> node.id())
                            .limit(1)
                            .toList())
                    .allDescriptions()
                    .get()
                    .values()
                    .stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(replica -> own.contains(replica.getKey()))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    /** Offsets between beginning and end: what was compacted away and markers of transactions count too. */
    long records() throws Exception {
        try (Admin admin = admin()) {
            return offsets(admin, OffsetSpec.latest()) - offsets(admin, OffsetSpec.earliest());
        }
    }

    private long offsets(Admin admin, OffsetSpec which) throws Exception {
        Map<TopicPartition, OffsetSpec> asked =
                partitions().stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        return admin.listOffsets(asked).all().get().values().stream()
                .mapToLong(found -> found.offset())
                .sum();
    }

    private List<TopicPartition> partitions() {
        return Arrays.stream(Table.values())
                .flatMap(table -> IntStream.range(0, gate.partitions())
                        .mapToObj(partition -> new TopicPartition(
                                gate.applicationId() + "-" + table.storeName() + "-changelog", partition)))
                .toList();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", gate.bootstrapServers()));
    }

    /** Bytes of all files below a directory. */
    static long bytesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(ChangelogSize::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
