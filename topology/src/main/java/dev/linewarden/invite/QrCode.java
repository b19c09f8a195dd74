package dev.linewarden.invite;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A QR code, for a terminal, as PNG and as SVG. */
public final class QrCode {

    // The standard asks for a quiet zone of four modules.
    private static final int MARGIN = 4;
    private static final int PIXELS = 10;
    private static final int WHITE = 0xFFFFFF;
    private static final int BLACK = 0x000000;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * Encodes the text.
     *
     * @throws IllegalArgumentException when it is too long for a QR code: about 2,300 bytes
     */
    public static QrCode of(String text) {
        try {
            return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("too long for a QR code: shorten the body", tooLong);
        }
    }

    /** How many modules a side has, with the quiet zone. */
    private int size() {
        return modules.getWidth() + 2 * MARGIN;
    }

    private boolean isDark(int x, int y) {
        int column = x - MARGIN;
        int row = y - MARGIN;
        return column >= 0
                && row >= 0
                && column < modules.getWidth()
                && row < modules.getHeight()
                && modules.get(column, row) == 1;
    }

    /** Two modules a character, one above the other. Light is drawn, so that it can be scanned off a dark terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < size(); y += 2) {
            StringBuilder line = new StringBuilder(size());
            for (int x = 0; x < size(); x++) {
                boolean upper = !isDark(x, y);
                boolean lower = y + 1 < size() && !isDark(x, y + 1);
                line.append(upper ? lower ? '\u2588' : '\u2580' : lower ? '\u2584' : ' ');
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** A PNG of ten pixels a module. */
    public byte[] png() {
        int side = size() * PIXELS;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, isDark(x / PIXELS, y / PIXELS) ? BLACK : WHITE);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** An SVG of one path, black on white, as large as it is shown. */
    public String svg() {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < size(); y++) {
            for (int x = 0; x < size(); x++) {
                if (isDark(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size() + " " + size()
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + size() + "v" + size() + "H0z\"/>"
                + "<path d=\"" + path + "\"/></svg>\n";
    }
}
