package dev.linewarden.audit.oracle.pass;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an audit remembers that grows with people and requests: what was used last in memory, the rest in an archive. What is
 * handed out is the only copy until {@link #tidy}; then it may be put away, and has to be asked for again. Not thread-safe.
 */
public final class Keep {

    private static final int SHARE_PUT_AWAY = 8;
    private static final int HEAD = Integer.BYTES;

    private final int most;
    private final @Nullable Archive archive;
    // The latest used is the last.
    private final LinkedHashMap<Name, Item<?>> near = new LinkedHashMap<>(256, 0.75f, true);
    private int kinds;

    private record Name(int kind, String name) {}

    private static final class Item<T> {
        private final Kind<T> kind;
        private T value;
        private boolean isArchived;

        Item(Kind<T> kind, T value, boolean isArchived) {
            this.kind = kind;
            this.value = value;
            this.isArchived = isArchived;
        }
    }

    /** How something is put into bytes and comes back as it was; its name need not be among them. */
    interface Format<T> {
        void write(T value, DataOutputStream out) throws IOException;

        T read(String name, DataInputStream in) throws IOException;
    }

    /**
     * @param most how many things stay in memory, about
     */
    public Keep(int most, Archive archive) {
        this.most = most;
        this.archive = archive;
    }

    private Keep() {
        this.most = Integer.MAX_VALUE;
        this.archive = null;
    }

    /** Keeps everything in memory. */
    public static Keep inMemory() {
        return new Keep();
    }

    /** Things of one kind, by name. */
    <T> Kind<T> kind(Format<T> format) {
        return new Kind<>(kinds++, format);
    }

    /** Nothing that was handed out is used any more: what was not used for long is put away when there is too much. */
    void tidy() {
        if (near.size() <= most || archive == null) {
            return;
        }
        archive.write(this::putAway);
    }

    private void putAway(Archive.Changes away) {
        Iterator<Map.Entry<Name, Item<?>>> eldest = near.entrySet().iterator();
        for (int left = near.size() - most + most / SHARE_PUT_AWAY; left > 0 && eldest.hasNext(); left--) {
            Map.Entry<Name, Item<?>> entry = eldest.next();
            away.set(bytes(entry.getKey()), bytes(entry.getValue()));
            entry.getValue().kind.isAnyAway = true;
            eldest.remove();
        }
    }

    private static byte[] bytes(Name name) {
        byte[] text = name.name().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + text.length)
                .putInt(name.kind())
                .put(text)
                .array();
    }

    private static <T> byte[] bytes(Item<T> item) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            item.kind.format.write(item.value, new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Things of one kind. */
    final class Kind<T> {
        private final int number;
        private final Format<T> format;
        private boolean isAnyAway;

        private Kind(int number, Format<T> format) {
            this.number = number;
            this.format = format;
        }

        /** The one of that name; null for none. */
        @Nullable
        T get(String name) {
            Name key = new Name(number, name);
            @SuppressWarnings("unchecked")
            Item<T> item = (Item<T>) near.get(key);
            if (item != null) {
                return item.value;
            }
            byte[] away = archive == null || !isAnyAway ? null : archive.get(bytes(key));
            if (away == null) {
                return null;
            }
            T value = read(name, away);
            near.put(key, new Item<>(this, value, true));
            return value;
        }

        private T read(String name, byte[] away) {
            try {
                return format.read(name, new DataInputStream(new ByteArrayInputStream(away)));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        /** Puts it in the place of the one of that name, if there is one. */
        void put(String name, T value) {
            Name key = new Name(number, name);
            @SuppressWarnings("unchecked")
            Item<T> item = (Item<T>) near.get(key);
            if (item == null) {
                // What is away under that name is written over when this goes there.
                near.put(key, new Item<>(this, value, isAnyAway));
            } else {
                item.value = value;
            }
        }

        void remove(String name) {
            Name key = new Name(number, name);
            Item<?> item = near.remove(key);
            if (archive != null && isAnyAway && (item == null || item.isArchived)) {
                archive.write(changes -> changes.set(bytes(key), null));
            }
        }

        /** Hands over all, one by one, and keeps what is done to them. */
        void forEach(Consumer<T> take) {
            if (archive != null && isAnyAway) {
                forEachAway(archive, take);
            }
            for (Item<?> item : near.values()) {
                if (item.kind == this) {
                    @SuppressWarnings("unchecked")
                    T value = (T) item.value;
                    take.accept(value);
                }
            }
        }

        private void forEachAway(Archive away, Consumer<T> take) {
            byte[] from = ByteBuffer.allocate(HEAD).putInt(number).array();
            byte[] to = ByteBuffer.allocate(HEAD).putInt(number + 1).array();
            away.forEach(from, to, (key, content) -> {
                String name = new String(key, HEAD, key.length - HEAD, StandardCharsets.UTF_8);
                if (!near.containsKey(new Name(number, name))) {
                    T value = read(name, content);
                    take.accept(value);
                    byte[] after = bytes(new Item<>(this, value, true));
                    if (!Arrays.equals(after, content)) {
                        away.write(changes -> changes.set(key, after));
                    }
                }
            });
        }
    }
}
