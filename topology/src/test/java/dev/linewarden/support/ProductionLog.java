package dev.linewarden.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the program would log in production, and collects here instead; the tests' own configuration is silent. Of the thread
 * that opened it and of all that were started from there: other tests run meanwhile. The thread that opened it closes it.
 */
public final class ProductionLog implements AutoCloseable {

    private static final InheritableThreadLocal<@Nullable ProductionLog> OF_THIS_THREAD =
            new InheritableThreadLocal<>();
    private static int open;

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    public ProductionLog() {
        synchronized (ProductionLog.class) {
            if (open++ == 0) {
                collect(configure("logback.xml"));
            }
        }
        OF_THIS_THREAD.set(this);
    }

    private static LoggerContext configure(String file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(ProductionLog.class.getResource("/" + file));
        } catch (JoranException broken) {
            throw new IllegalStateException(broken);
        }
        return context;
    }

    private static void collect(LoggerContext context) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
        Collector collector = new Collector();
        console.getCopyOfAttachedFiltersList().forEach(collector::addFilter);
        root.detachAppender(console);
        collector.setContext(context);
        collector.start();
        root.addAppender(collector);
    }

    private static final class Collector extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            ProductionLog log = OF_THIS_THREAD.get();
            if (log != null) {
                log.events.add(event);
            }
        }
    }

    /** What was logged so far, as text: level, logger, message and exception. */
    public List<String> lines() {
        return events.stream().map(ProductionLog::text).toList();
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
        OF_THIS_THREAD.remove();
        synchronized (ProductionLog.class) {
            if (--open == 0) {
                configure("logback-test.xml");
            }
        }
    }
}
