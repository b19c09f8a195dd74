package dev.linewarden.simulate;

import dev.linewarden.contract.Utf8;
import dev.linewarden.contract.Utf8.NotUtf8Exception;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream of JSON lines, decoded one by one, so that a line that is not UTF-8 can be named. */
public final class EventLines implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final String source;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int filled;
    private long lineNumber;

    /**
     * @param in closed with this
     * @param source the file's name, for errors
     */
    public EventLines(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    /**
     * The next line without its end.
     *
     * @return null at the end
     * @throws BrokenLineException for bytes that are not UTF-8
     */
    public @Nullable String next() throws IOException, BrokenLineException {
        line.reset();
        boolean isEnded = false;
        while (!isEnded && fill()) {
            int start = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (position < filled) {
                isEnded = true;
                position++;
            }
        }
        return isEnded || line.size() > 0 ? decoded() : null;
    }

    private boolean fill() throws IOException {
        if (position == filled) {
            position = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return position < filled;
    }

    private String decoded() throws BrokenLineException {
        lineNumber++;
        try {
            String text = Utf8.decode(line.toByteArray(), line.size());
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (NotUtf8Exception broken) {
            throw new BrokenLineException(source, lineNumber, String.valueOf(broken.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
