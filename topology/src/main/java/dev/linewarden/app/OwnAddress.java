package dev.linewarden.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where the gate's other instances find the HTTP side of this one. */
public final class OwnAddress {

    private OwnAddress() {}

    /**
     * The address to tell others, as {@code host:port}. Who listens on every interface (0.0.0.0) tells the machine's own
     * address, since that one leads everybody to itself.
     *
     * @param host the interface that is listened on
     * @return null when there is nothing to tell: the port is any (0), or the machine does not know its own name
     */
    public static @Nullable String of(String host, int port) {
        if (port == 0) {
            return null;
        }
        try {
            boolean everywhere = InetAddress.getByName(host).isAnyLocalAddress();
            String told = everywhere ? InetAddress.getLocalHost().getHostAddress() : host;
            return (told.indexOf(':') >= 0 ? "[" + told + "]" : told) + ":" + port;
        } catch (UnknownHostException nameless) {
            return null;
        }
    }
}
