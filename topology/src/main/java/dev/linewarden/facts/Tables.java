package dev.linewarden.facts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Facts that lie beside the code as tables: columns between tabs, comments behind a hash. */
final class Tables {

    private Tables() {}

    /**
     * The rows of a table.
     *
     * @throws IllegalStateException for a row that has another count of columns
     */
    static List<String[]> rows(String resource, int columns) {
        try (InputStream bytes = Tables.class.getResourceAsStream(resource);
                BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> row(resource, line, columns))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String[] row(String resource, String line, int columns) {
        String[] row = line.split("\t", -1);
        if (row.length != columns) {
            throw new IllegalStateException(resource + ": not " + columns + " columns: " + line);
        }
        return row;
    }
}
