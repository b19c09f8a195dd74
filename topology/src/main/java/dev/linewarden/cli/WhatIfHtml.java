package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.WhatIf;
import dev.linewarden.http.WebJars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What other policies would have changed, as one page that needs no network: charts, style and data are in it. */
final class WhatIfHtml {

    private static final String CHARTS =
            "/META-INF/resources/webjars/uplot/" + WebJars.versionOf("org.webjars.npm", "uplot") + "/dist/";

    private static final int SHOWN = 5;
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private WhatIfHtml() {}

    /** Writes the page. */
    static void write(Path file, WhatIf.Answers answers) throws IOException {
        write(file, WhatIfJson.summary(answers, SHOWN));
    }

    /** The same where nothing is said of other policies: a page of an earlier run must not pass for the answer. */
    static void writeRefusal(Path file, WhatIf.Answers answers, List<String> why) throws IOException {
        ObjectNode report = WhatIfJson.summary(answers, SHOWN);
        ArrayNode lines = report.putArray("why");
        why.forEach(line -> lines.add(COLOUR.matcher(line).replaceAll("")));
        write(file, report);
    }

    private static void write(Path file, ObjectNode report) throws IOException {
        String page = text("replay.html")
                .replace("/*{chart-style}*/", text(CHARTS + "uPlot.min.css"))
                .replace("/*{chart-library}*/", text(CHARTS + "uPlot.iife.min.js"))
                .replace("/*{data}*/", inScript(report.toString()));
        try (WholeFile whole = new WholeFile(file)) {
            whole.writer().write(page);
            whole.keep();
        }
    }

    /** Names in the data may hold what ends a script. */
    private static String inScript(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String text(String resource) throws IOException {
        try (InputStream file = WhatIfHtml.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IOException("the program lacks its own " + resource);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
