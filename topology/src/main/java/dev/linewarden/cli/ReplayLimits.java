package dev.linewarden.cli;

import dev.linewarden.audit.replay.WhatIf.Answer;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What CI lets pass of another policy's changes. */
final class ReplayLimits {

    @Option(
            names = "--max-newly-rejected",
            paramLabel = "N",
            description = "Exit 1 when more requests would have been rejected that were not.")
    private @Nullable Long maxNewlyRejected;

    @Option(
            names = "--max-newly-approved",
            paramLabel = "N",
            description = "Exit 1 when more requests would have been approved that were not.")
    private @Nullable Long maxNewlyApproved;

    @Option(
            names = "--max-flips",
            paramLabel = "N",
            description = "Exit 1 when more requests would have come to another outcome.")
    private @Nullable Long maxFlips;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes these checks as JUnit XML too.")
    private @Nullable Path junit;

    /** One limit held against one candidate. */
    record Check(String candidate, String name, long count, long limit) {
        boolean holds() {
            return count <= limit;
        }

        @Override
        public String toString() {
            return candidate + ": " + count + " " + name + ", at most " + limit + " are let pass";
        }
    }

    /** All limits that were given, held against all answers. */
    List<Check> checks(List<Answer> answers) {
        List<Check> checks = new ArrayList<>();
        for (Answer answer : answers) {
            add(checks, answer, "newly rejected", answer.ledger().newlyRejected(), maxNewlyRejected);
            add(checks, answer, "newly approved", answer.ledger().newlyApproved(), maxNewlyApproved);
            add(checks, answer, "flips", answer.ledger().flips(), maxFlips);
        }
        return checks;
    }

    private static void add(List<Check> checks, Answer answer, String name, long count, @Nullable Long limit) {
        if (limit != null) {
            checks.add(new Check(answer.change().name(), name, count, limit));
        }
    }

    /**
     * Writes the JUnit file, if one was asked for: identity is a test of its own.
     *
     * @param identity why it failed; null when it held
     */
    void report(List<Check> checks, @Nullable String identity) throws IOException {
        if (junit == null) {
            return;
        }
        try (WholeFile file = new WholeFile(junit)) {
            write(file.writer(), checks, identity);
            file.keep();
        } catch (XMLStreamException broken) {
            throw new IOException("cannot write " + junit, broken);
        }
    }

    private static void write(Writer text, List<Check> checks, @Nullable String identity) throws XMLStreamException {
        long failed = checks.stream().filter(check -> !check.holds()).count() + (identity == null ? 0 : 1);
        XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "linewarden replay");
        xml.writeAttribute("tests", Integer.toString(checks.size() + 1));
        xml.writeAttribute("failures", Long.toString(failed));
        testCase(xml, "identity", "the recorded policy comes out again", identity);
        for (Check check : checks) {
            testCase(
                    xml,
                    check.candidate(),
                    "at most " + check.limit() + " " + check.name(),
                    check.holds() ? null : check.toString());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
    }

    private static void testCase(XMLStreamWriter xml, String of, String name, @Nullable String failure)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", of);
        xml.writeAttribute("name", name);
        if (failure != null) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", failure);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
