package dev.linewarden.http;

import dev.linewarden.support.InABrowser;
import dev.linewarden.support.LiveFleet;
import dev.linewarden.support.View;
import org.junit.jupiter.api.Test;

/** What holds for every view. */
@InABrowser
abstract class ViewIT {

    /** The address of the view with something to see. */
    abstract String path();

    static LiveFleet fleet() {
        return LiveFleet.shared();
    }

    View open() {
        return open(path());
    }

    static View open(String path) {
        return View.of(fleet().at(path));
    }

    @Test
    void it_is_accessible_in_light_and_dark_on_a_phone_and_on_a_wall() {
        try (View view = open()) {
            view.isAccessible().isQuiet();
        }
    }

    @Test
    void it_is_operable_by_keys() {
        try (View view = open()) {
            view.isOperableByKeys();
        }
    }
}
