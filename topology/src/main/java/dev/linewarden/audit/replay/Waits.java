package dev.linewarden.audit.replay;

import dev.linewarden.audit.keep.Keep;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait on the recorded side, on the other, or on both, and what became of them so far. Under one id each side
 * may have a request of its own: what still waits here may have ended there, and its id be used again. What is handed out is
 * the only copy until the keep is tidied. Not thread-safe.
 */
final class Waits {

    /** Where something waits. */
    enum Where {
        RECORDED,
        OWN
    }

    private final Keep.Kind<Both> kept;

    private static final class Both {
        private @Nullable Fate recorded;
        private @Nullable Fate own;

        @Nullable
        Fate at(Where where) {
            return where == Where.RECORDED ? recorded : own;
        }

        void set(Where where, @Nullable Fate fate) {
            if (where == Where.RECORDED) {
                recorded = fate;
            } else {
                own = fate;
            }
        }

        boolean isNothing() {
            return recorded == null && own == null;
        }
    }

    private static final class Format implements Keep.Format<Both> {
        @Override
        public void write(Both both, DataOutputStream out) throws IOException {
            out.writeBoolean(both.recorded != null);
            out.writeBoolean(both.own != null);
            out.writeBoolean(both.own == both.recorded);
            if (both.recorded != null) {
                FateFormat.write(both.recorded, out);
            }
            if (both.own != null && both.own != both.recorded) {
                FateFormat.write(both.own, out);
            }
        }

        @Override
        public Both read(String name, DataInputStream in) throws IOException {
            boolean isRecorded = in.readBoolean();
            boolean isOwn = in.readBoolean();
            boolean isOne = in.readBoolean();
            Both both = new Both();
            both.recorded = isRecorded ? FateFormat.read(in) : null;
            both.own = isOne ? both.recorded : isOwn ? FateFormat.read(in) : null;
            return both;
        }
    }

    Waits(Keep keep) {
        this.kept = keep.kind(new Format());
    }

    /** What waits there under the key; null for nothing. */
    @Nullable
    Fate get(String key, Where where) {
        Both both = kept.get(key);
        return both == null ? null : both.at(where);
    }

    /** The request waits there, in the place of another of its id. */
    void begin(String key, Where where, Fate fate) {
        Both both = kept.get(key);
        if (both == null) {
            both = new Both();
            kept.put(key, both);
        }
        both.set(where, fate);
    }

    /** What waited there does no longer. */
    void end(String key, Where where) {
        Both both = kept.get(key);
        if (both != null) {
            both.set(where, null);
            if (both.isNothing()) {
                kept.remove(key);
            }
        }
    }

    /** Hands over what waits on either side, by key, each once. */
    void forEach(Consumer<Fate> take) {
        kept.forEach(both -> {
            if (both.recorded != null) {
                take.accept(both.recorded);
            }
            if (both.own != null && both.own != both.recorded) {
                take.accept(both.own);
            }
        });
    }
}
