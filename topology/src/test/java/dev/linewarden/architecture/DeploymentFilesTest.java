package dev.linewarden.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.linewarden.cli.Linewarden;
import dev.linewarden.contract.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** No container runs here; what can be known of the files without one is checked. */
class DeploymentFilesTest {

    private static final Path ROOT = Path.of("..");

    private final Map<String, Map<String, Object>> services = services();

    private static Map<String, Map<String, Object>> services() {
        try {
            Map<String, Map<String, Map<String, Object>>> compose =
                    new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));
            return compose.get("services");
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void compose_has_kafka_a_registry_and_the_gate_on_fixed_images() {
        assertThat(services).containsKeys("kafka", "registry", "topics", "gate");
        assertThat(services.values())
                .extracting(service -> (String) service.get("image"))
                .allMatch(image -> image.matches(".+:[0-9].*"));
    }

    /** CVE-2026-111115 (memory exhausted before authentication) is fixed in 4.3.2 and in 4.4.0. */
    @Test
    void every_broker_image_that_is_named_has_the_fix() throws IOException {
        Pattern image = Pattern.compile("apache/kafka(?:-native)?:(\\S+)");
        List<String> versions = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("deploy"))) {
            List<Path> all = Stream.concat(
                            Stream.of(ROOT.resolve("docker-compose.yml")), files.filter(Files::isRegularFile))
                    .toList();
            for (Path file : all) {
                image.matcher(Files.readString(file)).results().forEach(found -> versions.add(found.group(1)));
            }
        }

        assertThat(versions)
                .isNotEmpty()
                .allMatch(version -> version.matches("4\\.3\\.([2-9]|\\d{2,})|4\\.([4-9]|\\d{2,})\\.\\d+"));
    }

    @Test
    void the_commands_of_compose_are_commands_of_the_program() throws Exception {
        CommandLine program =
                new CommandLine(Linewarden.class.getDeclaredConstructor().newInstance());
        for (String service : List.of("topics", "gate")) {
            @SuppressWarnings("unchecked") // a list of words, or the parse fails
            List<String> command = (List<String>) services.get(service).get("command");
            assertThatCode(() -> program.parseArgs(command.toArray(String[]::new)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void what_a_service_waits_for_exists() {
        services.values().stream()
                .filter(service -> service.containsKey("depends_on"))
                .forEach(service -> assertThat(services.keySet())
                        .containsAll(((Map<?, ?>) service.get("depends_on"))
                                .keySet().stream().map(String::valueOf).toList()));
    }

    @Test
    void the_topics_file_is_the_contract() throws IOException {
        Map<String, Map<String, String>> file = new Yaml().load(Files.readString(ROOT.resolve("deploy/topics.yaml")));
        Map<String, Map<String, String>> contract = new LinkedHashMap<>();
        new Topics("").all().forEach(spec -> contract.put(spec.name(), spec.config()));

        assertThat(file).isEqualTo(contract);
    }

    @Test
    void what_the_image_copies_from_the_repository_exists() throws IOException {
        List<String> copied = Files.readAllLines(ROOT.resolve("deploy/Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.split(" ")[1])
                .toList();
        assertThat(copied).isNotEmpty().allMatch(path -> Files.exists(ROOT.resolve(path)));
    }
}
