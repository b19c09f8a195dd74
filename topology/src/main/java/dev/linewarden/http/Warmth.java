package dev.linewarden.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.views.thymeleaf.ThymeleafViewsRenderer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws some pages for nobody once the gate runs, so that whoever opens the first one does not wait until all that it is made
 * with has been loaded. It reads no topic.
 */
@Singleton
public final class Warmth {

    private static final Logger LOG = LoggerFactory.getLogger(Warmth.class);
    private static final int ROUNDS = 3;

    private final Pages pages;
    private final ThymeleafViewsRenderer<Map<String, Object>> renderer;

    Warmth(Pages pages, ThymeleafViewsRenderer<Map<String, Object>> renderer) {
        this.pages = pages;
        this.renderer = renderer;
    }

    /** Draws them, in the thread that calls; what cannot be drawn now is left to whoever asks for it. */
    public void warm() {
        HttpRequest<?> nobody = HttpRequest.GET("/");
        try {
            for (int round = 0; round < ROUNDS; round++) {
                draw("fleet", pages.fleetAtRest(nobody), nobody);
                draw(
                        "waiting",
                        pages.waiting(null, null, null, null, null, nobody).body(),
                        nobody);
                draw("story", pages.story(null, null, nobody).body(), nobody);
            }
        } catch (Refusal elsewhere) {
            LOG.debug("Pages are not drawn ahead: {}", elsewhere.detail());
        } catch (IOException | RuntimeException failed) {
            // Whoever asks for a page is told.
            LOG.debug("Pages are not drawn ahead: {}", failed.getClass().getName());
        }
    }

    private void draw(String view, Map<String, Object> model, HttpRequest<?> asked) throws IOException {
        renderer.render(view, model, asked).writeTo(Writer.nullWriter());
    }
}
