package dev.linewarden.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The log of who had handles and texts shown: a JSON line each, only ever appended. It holds no handle itself: what is
 * quoted in a query, looks like an address or like a number is left out.
 *
 * @param log the file; made with its directory when there is none
 */
public record Reveals(Path log) {

    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern ADDRESS = Pattern.compile("\\S+@\\S+|\\+?\\d[\\d ()./-]{5,}\\d");

    /**
     * Notes a reveal. To be called before anything is shown: what cannot be noted is not to be shown.
     *
     * @param verb what shows it, as in explain
     * @param what of what: a request id, a query
     * @throws UncheckedIOException when the log cannot be written
     */
    public void note(String verb, String what) {
        String line = JsonNodeFactory.instance
                        .objectNode()
                        .put("at", Instant.now().toString())
                        .put("user", System.getProperty("user.name", "unknown"))
                        .put("verb", verb)
                        .put("what", withoutHandles(what))
                        .toString()
                + "\n";
        try {
            Path directory = log.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String withoutHandles(String what) {
        return ADDRESS.matcher(QUOTED.matcher(what).replaceAll("'…'")).replaceAll("…");
    }
}
