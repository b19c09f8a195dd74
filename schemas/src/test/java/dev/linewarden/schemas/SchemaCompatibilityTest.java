package dev.linewarden.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * FULL_TRANSITIVE: what is written today can be read by every release, and what any release wrote can be read today. Each
 * release leaves its schemas, whole, under {@code released/}.
 */
class SchemaCompatibilityTest {

    private static final Path RELEASED = Path.of("src/test/resources/released");

    static final List<Schema> RECORDS = List.of(
            OutboundRequest.getClassSchema(),
            ConversationEvent.getClassSchema(),
            LineUpdate.getClassSchema(),
            PolicyUpdate.getClassSchema(),
            Command.getClassSchema(),
            JournalEntry.getClassSchema(),
            Decision.getClassSchema(),
            Alert.getClassSchema(),
            Tick.getClassSchema(),
            Operation.getClassSchema());

    @TestFactory
    Stream<DynamicTest> every_record_fits_every_release() {
        return RECORDS.stream()
                .map(record -> DynamicTest.dynamicTest(record.getName(), () -> {
                    List<Schema> released = released(record.getName());
                    assertThat(released).isNotEmpty();
                    validate(record, released);
                }));
    }

    @Test
    void a_field_without_a_default_would_be_noticed() {
        Schema before = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}");
        Schema after = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"string\"}]}");
        assertThatThrownBy(() -> validate(after, List.of(before))).isInstanceOf(SchemaValidationException.class);
    }

    private static void validate(Schema schema, List<Schema> released) throws SchemaValidationException {
        new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(schema, released);
    }

    private static List<Schema> released(String name) throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.getFileName().toString().equals(name + ".avsc"))
                    .sorted()
                    .map(SchemaCompatibilityTest::parse)
                    .toList();
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
