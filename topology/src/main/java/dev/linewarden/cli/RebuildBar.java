package dev.linewarden.cli;

import dev.linewarden.streams.Rebuild;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** State that is rebuilt, as a bar that is drawn on a terminal for as long as it takes. */
final class RebuildBar implements Rebuild.Watcher {

    private static final int STEPS = 1_000;

    private @Nullable ProgressBar bar;

    @Override
    public void at(Rebuild rebuild) {
        if (bar == null) {
            bar = Terminal.progressBar("state", STEPS);
        }
        bar.stepTo((long) (STEPS * rebuild.share()));
        bar.setExtraMessage(" " + rebuild.progress());
    }

    @Override
    public void done() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
