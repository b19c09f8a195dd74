package dev.linewarden.store.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * A place on disk for what one piece of work cannot keep in memory. Its directory is made when the first shelf is asked for,
 * readable by its owner alone, and removed by {@link #close}; when the process is ended before, by a shutdown hook; and what
 * a process that was killed left behind is removed by the next one. Everything on its shelves together takes a fixed amount
 * of memory. Thread-safe.
 */
public final class Scratch implements AutoCloseable {

    private static final String NAME = "linewarden-scratch-";
    private static final String LOCK = "lock";
    private static final long CACHE_BYTES = 64L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 32L * 1024 * 1024;
    // A file's filter is one block of up to a megabyte: in shards of less it would be read again for each key.
    private static final int ONE_SHARD = 0;
    private static final double FOR_FILTERS = 0.5;
    private static final long ROW_BYTES = 1024;
    private static final int SHARE_OF_HEAP = 4;
    private static final int TRIES = 20;

    private final Path parent;
    private final Duration patience;
    private final long rowsInMemory;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread onEnd = new Thread(this::end, "scratch-end");
    private final List<Shelf> shelves = new ArrayList<>();
    private volatile @Nullable Path directory;
    private int made;
    private @Nullable FileChannel lock;
    private @Nullable Cache cache;
    private @Nullable Cache counted;
    private @Nullable WriteBufferManager writeBuffers;

    private Scratch(Path parent, Duration patience, long rowsInMemory) {
        this.parent = parent;
        this.patience = patience;
        this.rowsInMemory = rowsInMemory;
    }

    /**
     * A place in the JVM's temporary directory, for rows of which as many stay in memory as fit into a quarter of the heap.
     *
     * @param patience how long it is waited for {@link #close} when the process is to end; zero for work that does not hear of it
     */
    public static Scratch open(Duration patience) {
        long rows = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / ROW_BYTES;
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        removeWhatWasLeft(parent);
        return new Scratch(parent, patience, rows);
    }

    /**
     * A place under a directory.
     *
     * @param rowsInMemory how many rows of all its states together stay in memory, about
     */
    public static Scratch under(Path parent, long rowsInMemory) {
        return new Scratch(parent, Duration.ZERO, rowsInMemory);
    }

    /** How many rows of all that is worked with stay in memory, about. */
    public int rowsInMemory() {
        return (int) Math.min(Integer.MAX_VALUE, rowsInMemory);
    }

    /**
     * Rows for one of several states that are worked with at a time.
     *
     * @param states how many they are
     */
    public BoundedRows rows(int states) {
        return new BoundedRows(this, Math.max(1, rowsInMemory() / states));
    }

    /**
     * Room for entries.
     *
     * @throws UncheckedIOException when the disk cannot be written
     */
    public synchronized Shelf shelf() {
        try {
            Path home = directory == null ? begin() : directory;
            if (cache == null || writeBuffers == null) {
                RocksDB.loadLibrary();
                cache = new LRUCache(CACHE_BYTES, ONE_SHARD, false, FOR_FILTERS);
                // Not counted against the blocks, of which there would be none left.
                counted = new LRUCache(WRITE_BUFFER_BYTES);
                writeBuffers = new WriteBufferManager(WRITE_BUFFER_BYTES, counted);
            }
            Shelf shelf = new Shelf(home.resolve(Integer.toString(made++)), cache, writeBuffers);
            shelves.add(shelf);
            return shelf;
        } catch (IOException full) {
            throw new UncheckedIOException("the temporary directory " + parent + " cannot be written", full);
        }
    }

    private Path begin() throws IOException {
        // Readable by its owner alone: rows name people.
        Path begun = Files.createTempDirectory(parent, NAME);
        directory = begun;
        Runtime.getRuntime().addShutdownHook(onEnd);
        lock = FileChannel.open(begun.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("somebody else has locked " + begun);
        }
        return begun;
    }

    /** Closes the shelf and removes what lies on it. */
    public synchronized void giveBack(Shelf shelf) {
        if (shelves.remove(shelf)) {
            shelf.close();
            remove(shelf.directory());
        }
    }

    /** What nobody holds a lock on was left by a process that was killed. */
    static void removeWhatWasLeft(Path parent) {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, NAME + "*")) {
            for (Path other : others) {
                if (Files.isRegularFile(other.resolve(LOCK)) && isLeft(other.resolve(LOCK))) {
                    remove(other);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Whoever can read it removes it.
        }
    }

    private static boolean isLeft(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        } catch (IOException notOurs) {
            return false;
        }
    }

    private void end() {
        try {
            boolean unused = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        // Whoever still works with it ends with the process: what it writes meanwhile has no place any more.
        Path home = directory;
        for (int tries = 0; home != null && Files.exists(home) && tries < TRIES; tries++) {
            remove(home);
        }
    }

    private static void remove(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                    if (gone instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw gone;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failed)
                        throws IOException {
                    Files.deleteIfExists(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException inUse) {
            // The next process finds it.
        }
    }

    /** Closes all shelves and removes what is on disk. */
    @Override
    public synchronized void close() {
        shelves.forEach(Shelf::close);
        shelves.clear();
        if (writeBuffers != null && cache != null) {
            writeBuffers.close();
            cache.close();
            Objects.requireNonNull(counted).close();
        }
        Path home = directory;
        if (home != null) {
            remove(home);
            unlock();
        }
        closed.countDown();
        if (home != null) {
            stayUnlessEnding();
        }
    }

    private void unlock() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException gone) {
            // Its file is.
        }
    }

    /** Takes the hook away, unless it is running. */
    private void stayUnlessEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(onEnd);
        } catch (IllegalStateException ending) {
            // It finds nothing left.
        }
    }
}
