package dev.linewarden.audit.keep;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was put away, in a map. */
public final class MapArchive implements Archive {

    private final NavigableMap<byte[], byte[]> contents = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] name) {
        return contents.get(name);
    }

    @Override
    public void write(Consumer<Changes> changes) {
        changes.accept((name, content) -> {
            if (content == null) {
                contents.remove(name);
            } else {
                contents.put(name, content);
            }
        });
    }

    @Override
    public void forEach(byte[] from, byte[] to, BiConsumer<byte[], byte[]> take) {
        new TreeMap<>(contents.subMap(from, to)).forEach(take);
    }

    public int size() {
        return contents.size();
    }
}
