package dev.linewarden.audit.keep;

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
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered that grows with people and requests: what was used last in memory, the rest in an archive. What is
 * handed out is the only copy until {@link #tidy}; then it may be put away, and has to be asked for again. Not thread-safe.
 */
public final class Keep implements AutoCloseable {

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
    public interface Format<T> {
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
    public <T> Kind<T> kind(Format<T> format) {
        return new Kind<>(kinds++, format);
    }

    /** Nothing that was handed out is used any more: what was not used for long is put away when there is too much. */
    public void tidy() {
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
    public final class Kind<T> {
        private final int number;
        private final Format<T> format;
        private boolean isAnyAway;

        private Kind(int number, Format<T> format) {
            this.number = number;
            this.format = format;
        }

        /** The one of that name; null for none. */
        public @Nullable T get(String name) {
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
        public void put(String name, T value) {
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

        /** Forgets the one of that name, if there is one. */
        public void remove(String name) {
            Name key = new Name(number, name);
            Item<?> item = near.remove(key);
            if (archive != null && isAnyAway && (item == null || item.isArchived)) {
                archive.write(changes -> changes.set(bytes(key), null));
            }
        }

        /**
         * Hands over all, one by one, and keeps what is done to them. The order is that of their names' bytes, wherever they
         * are: what is made of them hangs on no bound.
         */
        public void forEach(Consumer<T> take) {
            NavigableMap<byte[], Item<T>> here = inOrder();
            if (archive != null && isAnyAway) {
                archive.forEach(head(number), head(number + 1), (key, content) -> {
                    take(here.headMap(key, false), take);
                    if (!here.containsKey(key)) {
                        take(archive, key, content, take);
                    }
                });
            }
            take(here, take);
        }

        /** What is in memory. */
        private NavigableMap<byte[], Item<T>> inOrder() {
            NavigableMap<byte[], Item<T>> here = new TreeMap<>(Arrays::compareUnsigned);
            near.forEach((name, item) -> {
                if (item.kind == this) {
                    @SuppressWarnings("unchecked")
                    Item<T> its = (Item<T>) item;
                    here.put(bytes(name), its);
                }
            });
            return here;
        }

        /** Hands them over, and lets go of them. */
        private void take(NavigableMap<byte[], Item<T>> some, Consumer<T> take) {
            while (!some.isEmpty()) {
                take.accept(some.pollFirstEntry().getValue().value);
            }
        }

        private void take(Archive away, byte[] key, byte[] content, Consumer<T> take) {
            T value = read(new String(key, HEAD, key.length - HEAD, StandardCharsets.UTF_8), content);
            take.accept(value);
            byte[] after = bytes(new Item<>(this, value, true));
            if (!Arrays.equals(after, content)) {
                away.write(changes -> changes.set(key, after));
            }
        }
    }

    private static byte[] head(int kind) {
        return ByteBuffer.allocate(HEAD).putInt(kind).array();
    }

    /** How many things are in memory. */
    public int near() {
        return near.size();
    }

    /** Lets go of all. */
    @Override
    public void close() {
        near.clear();
        if (archive != null) {
            archive.close();
        }
    }
}
