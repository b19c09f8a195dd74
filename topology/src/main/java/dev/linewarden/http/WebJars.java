package dev.linewarden.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The libraries of pages, which come as jars. */
public final class WebJars {

    private WebJars() {}

    /** The version that is on the class path, which is part of where its files lie. */
    public static String versionOf(String group, String name) {
        String path = "/META-INF/maven/" + group + "/" + name + "/pom.properties";
        try (InputStream in = WebJars.class.getResourceAsStream(path)) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(in, path));
            return Objects.requireNonNull(properties.getProperty("version"), path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path, unreadable);
        }
    }
}
