package dev.linewarden.audit.replay;

import dev.linewarden.contract.Build;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.store.Checkpoint;
import dev.linewarden.store.KeptRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/** A replay's own state, a checkpoint for each partition in one folder. */
final class CheckpointFolder {

    private static final long NONE = -1;

    private final Path folder;

    /** A folder, which is made when it is not there. */
    CheckpointFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Path file(int partition) {
        return folder.resolve("partition-" + partition + ".checkpoint");
    }

    /** The entry behind which the partition's checkpoint stands, if that is before {@code end}; else -1. */
    long lastBefore(int partition, long end) {
        Path file = file(partition);
        try {
            long behind = Files.exists(file) ? Checkpoint.head(file).journalOffset() : NONE;
            return behind < end ? behind : NONE;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where the pools stood in the partition's checkpoint, behind an entry that {@link #lastBefore} has told. */
    Standing standing(int partition) {
        Standing standing = new Standing(new HashMap<>());
        try {
            Checkpoint.read(file(partition), PoolClock.class, standing::take);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return standing;
    }

    /** Puts the state into the rows; answers behind which entry it stands, or -1 when there is none. */
    long read(int partition, KeptRows rows) {
        Path file = file(partition);
        try {
            return Files.exists(file) ? Checkpoint.read(file, rows::put).journalOffset() : NONE;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Leaves the state as it is behind the entry at {@code offset}, with all that happened until the next. */
    void write(int partition, long offset, KeptRows rows) {
        try {
            new Checkpoint(Build.name(), partition, offset).write(file(partition), rows);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Takes the partition's checkpoint away. */
    void discard(int partition) {
        try {
            Files.deleteIfExists(file(partition));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
