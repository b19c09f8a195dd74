package dev.linewarden.audit.diff;

import java.util.List;

/** Makes up what may show a difference in one scene, what is likely to first. Whether it does says the core. */
@FunctionalInterface
interface Plotter {

    List<Plot> plots(Scene scene);
}
