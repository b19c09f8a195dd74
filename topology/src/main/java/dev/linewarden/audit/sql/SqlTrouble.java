package dev.linewarden.audit.sql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the database could not do. The message is one line that says what to do. */
public final class SqlTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Pattern HOLDER = Pattern.compile("PID (\\d+)");
    private static final Pattern KIND = Pattern.compile("^[A-Za-z ]*Error: ");
    private static final Pattern LINE = Pattern.compile("\\n\\s*LINE (\\d+):.*", Pattern.DOTALL);

    private final boolean isQuery;

    private SqlTrouble(String message, boolean isQuery, Throwable cause) {
        super(message, cause);
        this.isQuery = isQuery;
    }

    /** Whether the query is to blame, and no file, memory or other process. */
    public boolean isQuery() {
        return isQuery;
    }

    /** A query that cannot be run: what the database says of it, with its suggestion. */
    static SqlTrouble ofQuery(SQLException refused, boolean reveals) {
        String said = String.valueOf(refused.getMessage());
        if (said.contains("read-only mode")) {
            return new SqlTrouble("the tables can only be read; ask with SELECT", true, refused);
        }
        if (said.contains("disabled by configuration") || said.contains("configuration has been locked")) {
            return new SqlTrouble(
                    "a query reads the tables alone, no files and no settings; `linewarden export` writes files",
                    true,
                    refused);
        }
        boolean isOutOfMemory = said.startsWith("Out of Memory");
        String hidden = !reveals && said.contains("column \"text\"") ? "; texts are there with --reveal alone" : "";
        return new SqlTrouble(oneLine(said) + hidden, !isOutOfMemory, refused);
    }

    /** A cache that cannot be opened, read or written. */
    static SqlTrouble ofCache(SQLException broken, Object cache) {
        String said = String.valueOf(broken.getMessage());
        if (said.contains("lock on file") || said.contains("different configuration")) {
            Matcher holder = HOLDER.matcher(said);
            return new SqlTrouble(
                    "another linewarden" + (holder.find() ? " (process " + holder.group(1) + ")" : "")
                            + " is using the cache " + cache + ": wait until it is done, or give another --cache",
                    false,
                    broken);
        }
        return new SqlTrouble("the cache " + cache + " cannot be used: " + oneLine(said), false, broken);
    }

    static SqlTrouble of(String message, Throwable cause) {
        return new SqlTrouble(message, false, cause);
    }

    private static String oneLine(String said) {
        Matcher line = LINE.matcher(said);
        String where = line.find() && !line.group(1).equals("1") ? " (line " + line.group(1) + ")" : "";
        String what = KIND.matcher(LINE.matcher(said).replaceFirst("")).replaceFirst("");
        return what.strip().replaceAll("\\s*\\R\\s*", " ") + where;
    }
}
