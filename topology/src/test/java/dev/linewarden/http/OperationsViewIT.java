package dev.linewarden.http;

import dev.linewarden.support.View;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationsViewIT extends LiveViewIT {

    @Override
    String path() {
        return "/operations";
    }

    @Test
    void what_somebody_does_on_a_page_is_there_with_its_reason_and_result() {
        fleet().wait("cancelled-for-a-reason", Map.of());
        try (View room = open("/waiting")) {
            room.page().onDialog(dialog -> dialog.accept("asked by the customer"));
            room.find("button[aria-label='Cancel cancelled-for-a-reason']").click();
            room.says("cancelled-for-a-reason: rejected, CANCELLED");
        }
        try (View log = open()) {
            log.says("asked by the customer")
                    .says("cancelled-for-a-reason")
                    .isAccessible()
                    .isQuiet();
        }
    }
}
