package dev.linewarden.audit.oracle.pass;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where an audit puts what it does not need at the moment: bytes by name, for as long as it runs. */
public interface Archive {

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
}
