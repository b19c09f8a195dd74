package dev.linewarden.audit;

import dev.linewarden.audit.keep.Archive;
import dev.linewarden.audit.keep.Keep;
import dev.linewarden.store.disk.Scratch;
import dev.linewarden.store.disk.Shelf;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is put away while a journal is gone over, on a shelf that is made for the first of it. */
public final class ScratchArchive implements Archive {

    private final Scratch scratch;
    private @Nullable Shelf shelf;

    private ScratchArchive(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Keeps in memory as much as the scratch allows, and the rest on it. */
    static Keep on(Scratch scratch) {
        return on(scratch, 1);
    }

    /**
     * The same, for one of several things that share what the scratch allows.
     *
     * @param shares how many they are
     */
    public static Keep on(Scratch scratch, int shares) {
        return new Keep(Math.max(1, scratch.rowsInMemory() / shares), new ScratchArchive(scratch));
    }

    private Shelf shelf() {
        Shelf open = shelf == null ? scratch.shelf() : shelf;
        shelf = open;
        return open;
    }

    @Override
    public byte @Nullable [] get(byte[] name) {
        return shelf().get(name);
    }

    @Override
    public void write(Consumer<Changes> changes) {
        shelf().write(onto -> changes.accept(onto::set));
    }

    @Override
    public void forEach(byte[] from, byte[] to, BiConsumer<byte[], byte[]> take) {
        shelf().range(from, to, (name, content) -> {
            take.accept(name, content);
            return true;
        });
    }

    @Override
    public void close() {
        if (shelf != null) {
            scratch.giveBack(shelf);
            shelf = null;
        }
    }
}
