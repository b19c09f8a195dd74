package dev.linewarden.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.policy.PolicyReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written for people is true where a machine can tell. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern SNIPPET = Pattern.compile("(?s)<!-- (\\S+) -->\n```\\w+\n(.*?)```\n");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");

    @ParameterizedTest
    @MethodSource("pages")
    void every_relative_link_leads_somewhere(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String target : links(page)) {
            if (!target.matches("[a-z]+:.*") && !leads(page, target)) {
                broken.add(target);
            }
        }
        assertThat(broken).as("links of " + page).isEmpty();
    }

    private static boolean leads(Path page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? ROOT.resolve(page)
                : ROOT.resolve(page).getParent().resolve(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void every_code_is_explained_with_its_cause_and_its_cure(Code code) throws IOException {
        assertThat(section("codes.md", code.name())).contains("**Cause.**").contains("**Cure.**");
    }

    @ParameterizedTest
    @EnumSource(Alert.Kind.class)
    void every_alert_says_what_to_do(Alert.Kind kind) throws IOException {
        assertThat(Files.readString(DOCS.resolve("operations.md")))
                .containsPattern("(?m)^\\| `" + kind + "` \\|.{40,}\\|.{20,}\\|$");
    }

    @Test
    void the_policy_reference_is_what_the_reader_asks_for() throws IOException {
        assertThat(Files.readString(DOCS.resolve("policy.md")))
                .as("run `./linewarden policy schema --markdown > docs/policy.md`")
                .isEqualTo(PolicyReference.markdown());
    }

    @Test
    void what_integration_shows_is_what_is_compiled_and_run() throws IOException {
        String page = Files.readString(DOCS.resolve("integration.md"));
        List<String> checked = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(page);
        while (snippet.find()) {
            String source = Files.readString(DOCS.resolve(snippet.group(1)).normalize());
            assertThat(snippet.group(2))
                    .as("copy " + snippet.group(1) + " into integration.md, without its package")
                    .isEqualTo(source.replaceFirst("\\Apackage [^\n]*\n+", ""));
            checked.add(snippet.group(1));
        }
        assertThat(checked).hasSize(11);
    }

    @Test
    void the_first_page_of_the_documentation_leads_to_every_other() throws IOException {
        Set<String> linked = new HashSet<>(links(Path.of("docs/README.md")));
        try (Stream<Path> files = Files.list(DOCS)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .allMatch(linked::contains);
        }
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Stream.concat(
                Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
                        .map(ROOT::resolve),
                Stream.concat(Files.walk(DOCS), Files.walk(ROOT.resolve("deploy"))))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static List<String> links(Path page) throws IOException {
        String prose = FENCE.matcher(Files.readString(ROOT.resolve(page))).replaceAll("");
        return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
    }

    /** As the forges make them of headings. */
    private static Set<String> anchors(Path file) throws IOException {
        String prose = FENCE.matcher(Files.readString(file)).replaceAll("");
        return HEADING.matcher(prose)
                .results()
                .map((MatchResult heading) -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String section(String page, String heading) throws IOException {
        Matcher section = Pattern.compile("(?ms)^### " + heading + "$(.*?)(?=^#|\\z)")
                .matcher(Files.readString(DOCS.resolve(page)));
        assertThat(section.find()).as("### " + heading + " in " + page).isTrue();
        return section.group(1);
    }
}
