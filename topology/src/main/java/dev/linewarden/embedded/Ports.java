package dev.linewarden.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on the loopback interface. */
public final class Ports {

    private Ports() {}

    /** A port that is wanted and taken. */
    public static final class OccupiedException extends Exception {
        private static final long serialVersionUID = 1L;

        OccupiedException(String message) {
            super(message);
        }
    }

    /**
     * Checks that the port is free.
     *
     * @param option the option with which another is chosen, for the message
     */
    public static void requireFree(int port, String purpose, String option) throws OccupiedException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new OccupiedException("port " + port + " for " + purpose
                    + " is taken: stop what uses it, or choose another with " + option + " PORT");
        }
    }

    /** A port that is free now. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on the loopback interface", none);
        }
    }
}
