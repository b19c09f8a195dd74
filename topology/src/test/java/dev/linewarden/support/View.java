package dev.linewarden.support;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A page of the dashboard in a browser, and what is asked of every one of them. */
public final class View implements AutoCloseable {

    /** The narrowest phone and the wall. */
    private static final List<Integer> WIDTHS = List.of(360, 1920);

    /** What the page's script sets once all of it listens. */
    private static final String READY = "html[data-ready]";

    private static final int HEIGHT = 1000;
    private static final int PATIENCE_MS = 30_000;
    private static final List<String> WCAG_AA = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String WATCH_SHIFTS = """
            window.shifted = { by: 0, what: [] };
            new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach((entry) => {
              window.shifted.by += entry.value;
              window.shifted.what.push(entry.sources.map((source) => source.node && (source.node.outerHTML || source.node.data)));
            })).observe({ type: "layout-shift", buffered: true });
            """;
    // What can be pressed or filled in, and is to be seen.
    private static final String OPERABLE = """
            () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
              .filter((one) => one.type !== "hidden" && !one.disabled && one.checkVisibility())
              .map((one) => one.outerHTML.slice(0, 160))
            """;
    private static final String FOCUSED = """
            () => {
              const one = document.activeElement, look = getComputedStyle(one);
              const seen = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
              return one === document.body ? "" : (seen ? "" : "unseen: ") + one.outerHTML.slice(0, 160);
            }
            """;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<Route> heldBack = new ArrayList<>();

    static {
        // A machine that builds beside the browser is slow, not wrong.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    private View(BrowserContext context) {
        this.context = context;
        page = context.newPage();
    }

    /** Opens an address, and goes on when all of the page is there. */
    public static View of(String url) {
        View view = watched();
        view.page.navigate(url);
        return view;
    }

    /** Opens an address and goes on at the first sight of the page, while what matches is still under way. */
    public static View before(String stillUnderWay, String url) {
        View view = watched();
        view.page.route(stillUnderWay, view.heldBack::add);
        view.page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(view.page.locator("footer")).isVisible();
        assertThat(view.page.locator(READY)).not().isAttached();
        return view;
    }

    /** What was still under way arrives. */
    public View becomesWhole() {
        heldBack.forEach(Route::resume);
        return this;
    }

    private static View watched() {
        View view = new View(Browser.fresh());
        view.page.onConsoleMessage(message -> {
            if (Set.of("error", "warning").contains(message.type())) {
                view.complaints.add(message.type() + ": " + message.text());
            }
        });
        view.page.onPageError(error -> view.complaints.add("thrown: " + error));
        view.page.onResponse(answer -> {
            if (answer.status() >= 400) {
                view.complaints.add(answer.status() + " " + answer.url());
            }
        });
        view.page.addInitScript(WATCH_SHIFTS);
        view.page.setDefaultTimeout(PATIENCE_MS);
        view.page.setViewportSize(WIDTHS.get(1), HEIGHT);
        return view;
    }

    public Page page() {
        return page;
    }

    /** What a selector finds on a page all of which listens; for assertions that wait until it is so. */
    public Locator find(String selector) {
        return page.locator(READY).locator(selector);
    }

    /** Where these words stand and no others, on a page all of which listens. */
    public Locator text(String words) {
        return page.locator(READY).getByText(words, new Locator.GetByTextOptions().setExact(true));
    }

    /** Waits until it does, and until all of the page listens: whoever reads it may go on with keys. */
    public View says(String words) {
        assertThat(find("main")).containsText(words);
        return this;
    }

    /** Presses a key where the focus is. */
    public View press(String key) {
        page.keyboard().press(key);
        return this;
    }

    /** Waits until the page has asked for itself again. */
    public View refreshed() {
        String before = find("#live").getAttribute("data-now");
        assertThat(find("#live")).not().hasAttribute("data-now", before == null ? "" : before);
        return this;
    }

    /** Nothing was reported to the console, thrown, or answered with an error. */
    public View isQuiet() {
        assertThat(complaints).isEmpty();
        return this;
    }

    /** Nothing moved that nobody moved, from the first sight on. */
    public View stoodStill() {
        assertThat(((Number) page.evaluate("window.shifted.by")).doubleValue())
                .as("layout shift of %s", page.evaluate("JSON.stringify(window.shifted.what)"))
                .isLessThan(0.01);
        return this;
    }

    /** WCAG 2 AA as far as a machine can tell, light and dark, on a phone and on a wall; and nothing sticks out to the side. */
    public View isAccessible() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : WIDTHS) {
                page.setViewportSize(width, HEIGHT);
                assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                        .as("width of the page on a screen of %s", width)
                        .isLessThanOrEqualTo(width);
                assertThat(new AxeBuilder(page)
                                .withTags(WCAG_AA).analyze().getViolations().stream()
                                        .map(View::describe)
                                        .toList())
                        .as("%s at %s", scheme, width)
                        .isEmpty();
            }
        }
        return this;
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " in "
                + rule.getNodes().stream().map(CheckedNode::getHtml).collect(Collectors.joining("\n  "));
    }

    /** Everything that can be pressed or filled in is reached with the Tab key, and shows that it is. */
    public View isOperableByKeys() {
        holdStill();
        Set<String> wanted = new TreeSet<>(texts(page.evaluate(OPERABLE)));
        assertThat(wanted).isNotEmpty();
        Set<String> reached = new TreeSet<>();
        String focused = next();
        while (!focused.isEmpty() && reached.size() <= wanted.size()) {
            reached.add(focused);
            focused = next();
        }
        assertThat(reached).containsAll(wanted);
        return this;
    }

    /** A page that refreshes in the middle of the walk may take the focus along with what it replaces. */
    private void holdStill() {
        if (find("#pause").isVisible()) {
            press("p");
            assertThat(find("#pause")).hasAttribute("aria-pressed", "true");
        }
    }

    private String next() {
        page.keyboard().press("Tab");
        return String.valueOf(page.evaluate(FOCUSED));
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    @Override
    public void close() {
        context.close();
    }
}
