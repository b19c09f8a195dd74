package dev.linewarden.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of text in columns as wide as they need to be; numbers to the right. */
final class Table {

    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(headings);
    }

    Table row(Object... cells) {
        String[] texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = cells[i] instanceof Number number
                    ? String.format("%,d", number.longValue())
                    : String.valueOf(cells[i]);
        }
        rows.add(texts);
        return this;
    }

    List<String> lines() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            numeric[column] = rows.size() > 1;
            for (int row = 0; row < rows.size(); row++) {
                String cell = rows.get(row)[column];
                widths[column] = Math.max(widths[column], cell.length());
                numeric[column] &= row == 0 || cell.matches("[0-9,.%]*");
            }
        }
        return rows.stream().map(row -> line(row, widths, numeric)).toList();
    }

    private static String line(String[] row, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            String padding = " ".repeat(widths[column] - row[column].length());
            line.append(column == 0 ? "" : GAP);
            line.append(numeric[column] ? padding + row[column] : row[column] + padding);
        }
        return line.toString().stripTrailing();
    }
}
