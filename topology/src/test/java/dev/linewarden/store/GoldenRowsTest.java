package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that releases wrote are read for ever, and what is written changes only with a new version. */
class GoldenRowsTest {

    private static final Path ROWS = Path.of("src/test/resources/rows");
    private static final HexFormat HEX = HexFormat.of();
    private static final Map<String, List<byte[]>> FILES = files();

    private final RowCodec codec = new RowCodec();

    static Stream<String> everyVersion() {
        return RowTypes.ALL.stream()
                .flatMap(type -> IntStream.rangeClosed(1, type.version()).mapToObj(version -> name(type, version)));
    }

    static Stream<TypeCodec<?>> everyType() {
        return RowTypes.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void what_a_version_wrote_is_read_as_the_row_that_it_meant(String name) {
        List<Row> expected = GoldenRows.EXAMPLES.get(name);
        assertThat(expected).as("add an entry " + name + " to GoldenRows").isNotEmpty();
        assertThat(FILES.keySet()).as(howToAdd(name)).contains(name);

        List<Row> read = FILES.get(name).stream().map(RowCodec::decode).toList();

        assertThat(read).usingRecursiveComparison().isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void what_is_written_today_is_what_the_version_has_always_been(TypeCodec<?> type) {
        String name = name(type, type.version());
        List<Row> rows = GoldenRows.EXAMPLES.get(name);
        assertThat(rows).as("add an entry " + name + " to GoldenRows").isNotEmpty();
        assertThat(FILES.keySet()).as(howToAdd(name)).contains(name);

        assertThat(hex(rows))
                .as(
                        "%s rows are written otherwise than version %d always was: raise %sCodec.VERSION, read the old version"
                                + " too, and %s",
                        type.name(), type.version(), type.name(), howToAdd(name(type, type.version() + 1), hex(rows)))
                .isEqualTo(FILES.get(name).stream().map(HEX::formatHex).collect(Collectors.joining("\n")));
    }

    @Test
    void there_is_no_golden_row_of_which_no_type_knows() {
        assertThat(everyVersion()).containsAll(FILES.keySet()).containsAll(GoldenRows.EXAMPLES.keySet());
    }

    @Test
    void no_two_types_share_a_number() {
        assertThat(RowTypes.ALL)
                .extracting(TypeCodec::type)
                .doesNotHaveDuplicates()
                .allMatch(type -> type > 0);
    }

    private static String name(TypeCodec<?> type, int version) {
        return type.name() + ".v" + version;
    }

    private String howToAdd(String name) {
        return howToAdd(name, hex(GoldenRows.EXAMPLES.getOrDefault(name, List.of())));
    }

    private static String howToAdd(String name, String hex) {
        return "add src/test/resources/rows/<the coming release>/" + name + ".hex, with a line for each of its rows in"
                + " GoldenRows:\n" + hex + "\n";
    }

    private String hex(List<Row> rows) {
        return rows.stream().map(codec::encode).map(HEX::formatHex).collect(Collectors.joining("\n"));
    }

    private static Map<String, List<byte[]>> files() {
        try (Stream<Path> files = Files.walk(ROWS)) {
            Map<String, List<byte[]>> rows = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString().replace(".hex", "");
                assertThat(rows.put(
                                name,
                                Files.readAllLines(file).stream()
                                        .map(HEX::parseHex)
                                        .toList()))
                        .as("one file for " + name)
                        .isNull();
            }
            return rows;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
