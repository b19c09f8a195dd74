package dev.linewarden.simulate;

import dev.linewarden.simulate.ScenarioRun.Failure;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the XML form of JUnit, which every CI reads. */
public final class JUnitReport {

    private JUnitReport() {}

    /**
     * Writes the report, making the folders that it needs.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, List<ScenarioResult> results) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        try (Writer text = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            suite(xml, results);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException broken) {
            throw new IOException("cannot write " + file, broken);
        }
    }

    private static void suite(XMLStreamWriter xml, List<ScenarioResult> results) throws XMLStreamException {
        long broken = results.stream().filter(ScenarioResult::isBroken).count();
        long failed =
                results.stream().filter(result -> result.failure() != null).count() - broken;
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "linewarden test");
        xml.writeAttribute("tests", Integer.toString(results.size()));
        xml.writeAttribute("failures", Long.toString(failed));
        xml.writeAttribute("errors", Long.toString(broken));
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute(
                "time", seconds(results.stream().map(ScenarioResult::took).reduce(Duration.ZERO, Duration::plus)));
        for (ScenarioResult result : results) {
            testCase(xml, result);
        }
        xml.writeEndElement();
    }

    private static void testCase(XMLStreamWriter xml, ScenarioResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", result.file().toString());
        xml.writeAttribute("name", valid(result.sentence()));
        xml.writeAttribute("file", result.file().toString());
        xml.writeAttribute("time", seconds(result.took()));
        Failure failure = result.failure();
        if (failure != null) {
            xml.writeStartElement(result.isBroken() ? "error" : "failure");
            xml.writeAttribute("message", result.file() + ", line " + failure.line());
            xml.writeAttribute("type", result.isBroken() ? "broken" : "difference");
            xml.writeCharacters(valid(failure.message()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }

    /** Without the characters that XML cannot hold in any form. */
    private static String valid(String text) {
        return text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
    }
}
