package dev.linewarden.store;

/** A stored row that this release cannot read: of a newer release, or damaged. Says what to do, and nothing of what it holds. */
public final class UnreadableRowException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private UnreadableRowException(String message) {
        super(message);
    }

    static UnreadableRowException newer(String what) {
        return new UnreadableRowException("state was written by a newer release of the gate (" + what
                + "): do not downgrade; run that release again, or restore what was backed up before it ran");
    }

    static UnreadableRowException damaged(String row, String how) {
        return new UnreadableRowException("a stored row is damaged (" + row + ": " + how
                + "): stop the gate and delete its state directory, and it is restored from the changelogs; if they hold"
                + " the damage too, restore a backup");
    }
}
