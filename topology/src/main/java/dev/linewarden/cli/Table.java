package dev.linewarden.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of text in columns as wide as they need to be; numbers to the right. No row is wider than the terminal: long texts
 * are cut, and when that is not enough columns are left out from the right, which a last line says.
 */
final class Table {

    private static final String GAP = "  ";
    // Most tables are indented by so much.
    private static final int INDENT = 2;
    // What a cut text keeps: less tells nothing apart.
    private static final int SHORTEST = 10;
    private static final int SHORTEST_NAME = 16;

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

    /** The rows, headings first, as wide as the terminal lets them be when they are indented by two. */
    List<String> lines() {
        return lines(Terminal.width() == Integer.MAX_VALUE ? Integer.MAX_VALUE : Terminal.width() - INDENT);
    }

    /** The rows, headings first, none of them wider than {@code width}. */
    List<String> lines(int width) {
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
        int shown = fit(widths, numeric, width);
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, Arrays.copyOf(widths, shown), numeric, width)));
        if (shown < columns) {
            lines.add(Terminal.cut(
                    "(no room for " + String.join(", ", Arrays.copyOfRange(rows.get(0), shown, columns)) + ")", width));
        }
        return lines;
    }

    /** Makes the widths fit, the widest text first, and returns how many columns are left. */
    private static int fit(int[] widths, boolean[] numeric, int width) {
        for (int shown = widths.length; shown > 1; shown--) {
            int[] narrow = Arrays.copyOf(widths, shown);
            if (shrink(narrow, numeric, width)) {
                System.arraycopy(narrow, 0, widths, 0, shown);
                return shown;
            }
        }
        widths[0] = Math.min(widths[0], width);
        return 1;
    }

    private static boolean shrink(int[] widths, boolean[] numeric, int width) {
        long excess = Arrays.stream(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1) - width;
        while (excess > 0) {
            int widest = -1;
            for (int column = 0; column < widths.length; column++) {
                boolean canShrink = !numeric[column] && widths[column] > (column == 0 ? SHORTEST_NAME : SHORTEST);
                if (canShrink && (widest < 0 || widths[column] > widths[widest])) {
                    widest = column;
                }
            }
            if (widest < 0) {
                return false;
            }
            widths[widest]--;
            excess--;
        }
        return true;
    }

    private static String line(String[] row, int[] widths, boolean[] numeric, int width) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = Terminal.cut(row[column], widths[column]);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP);
            line.append(numeric[column] ? padding + cell : cell + padding);
        }
        return Terminal.cut(line.toString().stripTrailing(), width);
    }
}
