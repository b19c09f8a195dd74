package dev.linewarden.audit.keep;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a {@link Keep} puts what is not needed at the moment: bytes by name, until it is closed. */
public interface Archive extends AutoCloseable {

    /** Takes what is to be changed. */
    interface Changes {

        /** What a name is to stand for; null for nothing. */
        void set(byte[] name, byte @Nullable [] content);
    }

    /** What stands under the name; null for nothing. */
    byte @Nullable [] get(byte[] name);

    /** Makes all changes that are told. */
    void write(Consumer<Changes> changes);

    /** Hands over whatever has a name of at least {@code from} and less than {@code to}, by their bytes. */
    void forEach(byte[] from, byte[] to, BiConsumer<byte[], byte[]> take);

    /** Lets go of what was put there. */
    @Override
    default void close() {}
}
