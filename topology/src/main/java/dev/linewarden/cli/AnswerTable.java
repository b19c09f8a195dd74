package dev.linewarden.cli;

import dev.linewarden.audit.sql.Answer;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a table. The widths are those of the first thousand rows, so that the rest can be printed as it comes; on a
 * terminal the widest columns are cut until the table fits, and where they are too many each row is a list of its own.
 */
final class AnswerTable {

    private static final int MEASURED = 1000;
    private static final int NARROWEST = 8;
    // Larger whole numbers are names, which are copied as they are.
    private static final double LARGEST_COUNT = 1e12;
    private static final String GAP = "  ";

    private final List<String> columns;
    private final int[] widths;
    private final boolean[] isNumber;

    private AnswerTable(List<String> columns, List<@Nullable Object[]> measured) {
        this.columns = columns;
        widths = new int[columns.size()];
        isNumber = new boolean[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).length();
            isNumber[i] = !measured.isEmpty();
            for (@Nullable Object[] row : measured) {
                widths[i] = Math.max(widths[i], text(row[i]).length());
                isNumber[i] &= row[i] == null || row[i] instanceof Number;
            }
        }
    }

    static void print(Answer answer, PrintWriter out) {
        List<@Nullable Object[]> measured = new ArrayList<>();
        @Nullable Object[] row = answer.next();
        while (row != null && measured.size() < MEASURED) {
            measured.add(row);
            row = answer.next();
        }
        AnswerTable table = new AnswerTable(answer.columns(), measured);
        boolean fits = !Terminal.isInteractive() || table.fit(Terminal.columns());
        if (fits) {
            out.println(table.line(answer.columns().toArray()));
        }
        long count = 0;
        for (@Nullable Object[] one : measured) {
            table.print(one, fits, ++count, out);
        }
        for (; row != null; row = answer.next()) {
            table.print(row, fits, ++count, out);
        }
        if (Terminal.isInteractive() || count == 0) {
            out.println(Terminal.faint(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "row" : "rows")));
        }
    }

    private void print(@Nullable Object[] row, boolean fits, long number, PrintWriter out) {
        if (fits) {
            out.println(line(row));
            return;
        }
        out.println(Terminal.faint("row " + number));
        int name = columns.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < row.length; i++) {
            out.println(Terminal.fit(
                    "  " + columns.get(i) + " ".repeat(name - columns.get(i).length()) + GAP + text(row[i])));
        }
    }

    private boolean fit(int width) {
        int total = GAP.length() * (widths.length - 1);
        for (int one : widths) {
            total += one;
        }
        while (total > width) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return false;
            }
            widths[widest]--;
            total--;
        }
        return true;
    }

    private String line(@Nullable Object[] row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String cell = text(row[i]);
            cell = cell.length() > widths[i] && Terminal.isInteractive()
                    ? cell.substring(0, widths[i] - 1) + "…"
                    : cell;
            String padding = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(i == 0 ? "" : GAP).append(isNumber[i] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    /** Without line breaks: a row is a line. */
    private static String text(@Nullable Object value) {
        boolean isCount = value instanceof Number number && number.doubleValue() < LARGEST_COUNT;
        if (isCount && (value instanceof Long || value instanceof Integer || value instanceof BigInteger)) {
            return NumberFormat.getIntegerInstance(Locale.ROOT).format(value);
        }
        return AnswerFormats.text(value).replaceAll("\\s*\\R\\s*", " ");
    }
}
