package dev.linewarden.support;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the program would log in production, and collects here instead; the tests' own configuration is silent. */
public final class ProductionLog implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    public ProductionLog() {
        configure("logback.xml");
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
        console.getCopyOfAttachedFiltersList().forEach(lines::addFilter);
        root.detachAppender(console);
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
    }

    private void configure(String file) {
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(ProductionLog.class.getResource("/" + file));
        } catch (JoranException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** What was logged so far, as text: level, logger, message and exception. */
    public List<String> lines() {
        synchronized (lines.list) {
            return lines.list.stream().map(ProductionLog::text).toList();
        }
    }

    private static String text(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null
                ? ""
                : " " + event.getThrowableProxy().getClassName() + ": "
                        + event.getThrowableProxy().getMessage();
        return event.getLevel() + " " + event.getLoggerName() + " - " + event.getFormattedMessage() + thrown;
    }

    public List<String> errors() {
        return lines().stream().filter(line -> line.startsWith("ERROR")).toList();
    }

    @Override
    public void close() {
        configure("logback-test.xml");
    }
}
