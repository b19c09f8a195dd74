package dev.linewarden.invite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import ezvcard.Ezvcard;
import ezvcard.VCard;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class InviteTest {

    private static final String LINK = DeepLink.of("+19495550100", "Hey! Is it 5 & done? \u00e4");

    @Test
    void the_link_has_the_form_of_the_guide_and_its_body_survives() {
        assertThat(DeepLink.of("+19495550100", null)).isEqualTo("sms:+19495550100");
        assertThat(DeepLink.of("+19495550100", "")).isEqualTo("sms:+19495550100");
        assertThat(LINK).isEqualTo("sms:+19495550100&body=Hey%21%20Is%20it%205%20%26%20done%3F%20%C3%A4");
    }

    @Test
    void the_png_says_the_link_to_a_reader() throws Exception {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(QrCode.of(LINK).png()));

        assertThat(read(image)).isEqualTo(LINK);
    }

    @Test
    void the_terminal_s_blocks_say_the_link_to_a_reader() throws Exception {
        List<String> lines = QrCode.of(LINK).lines();
        int width = lines.get(0).length();
        BufferedImage image = new BufferedImage(width * 8, lines.size() * 16, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                char block = lines.get(y / 16).charAt(x / 8);
                boolean upper = y % 16 < 8;
                boolean light = block == '\u2588' || block == (upper ? '\u2580' : '\u2584');
                image.setRGB(x, y, light ? 0xFFFFFF : 0);
            }
        }

        assertThat(read(image)).isEqualTo(LINK);
    }

    @Test
    void the_svg_has_a_square_for_each_dark_module() throws Exception {
        QrCode code = QrCode.of(LINK);
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(code.png()));
        int dark = 0;
        for (int y = 5; y < png.getHeight(); y += 10) {
            for (int x = 5; x < png.getWidth(); x += 10) {
                dark += (png.getRGB(x, y) & 0xFFFFFF) == 0 ? 1 : 0;
            }
        }

        assertThat(code.svg()).startsWith("<svg xmlns").contains("viewBox=\"0 0 " + png.getWidth() / 10 + " ");
        assertThat(code.svg().split("h1v1h-1z", -1)).hasSize(dark + 1);
    }

    private static String read(BufferedImage image) throws Exception {
        int width = image.getWidth();
        int height = image.getHeight();
        LuminanceSource source =
                new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }

    @Test
    void what_is_too_long_for_a_code_says_so() {
        assertThatThrownBy(() -> QrCode.of("x".repeat(3000))).hasMessageContaining("shorten the body");
    }

    @Test
    void a_card_holds_name_organisation_number_and_photo() {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3};
        String text = ContactCard.of("+19495550100", "Care, Team", "Example; Inc", ContactCard.photo(jpeg));

        assertThat(text).startsWith("BEGIN:VCARD\r\nVERSION:3.0\r\n").endsWith("END:VCARD\r\n");
        VCard card = Ezvcard.parse(text).first();
        assertThat(card.getFormattedName().getValue()).isEqualTo("Care, Team");
        assertThat(card.getOrganization().getValues()).containsExactly("Example; Inc");
        assertThat(card.getTelephoneNumbers().get(0).getText()).isEqualTo("+19495550100");
        assertThat(card.getPhotos().get(0).getData()).isEqualTo(jpeg);
    }

    @Test
    void a_card_without_a_name_goes_by_the_organisation_else_by_the_address() {
        assertThat(Ezvcard.parse(ContactCard.of("care@example.com", null, "Example", null))
                        .first()
                        .getFormattedName()
                        .getValue())
                .isEqualTo("Example");
        VCard bare = Ezvcard.parse(ContactCard.of("care@example.com", null, null, null))
                .first();
        assertThat(bare.getFormattedName().getValue()).isEqualTo("care@example.com");
        assertThat(bare.getEmails().get(0).getValue()).isEqualTo("care@example.com");
        assertThat(bare.getTelephoneNumbers()).isEmpty();
    }

    @Test
    void a_photo_is_a_jpeg_or_png_of_at_most_200_kb() {
        byte[] png = new byte[ContactCard.MOST_PHOTO_BYTES];
        png[0] = (byte) 0x89;
        png[1] = 'P';
        png[2] = 'N';
        assertThat(ContactCard.photo(png)).startsWith("data:image/png;base64,");
        assertThatThrownBy(() -> ContactCard.photo(new byte[ContactCard.MOST_PHOTO_BYTES + 1]))
                .hasMessageContaining("make it smaller");
        assertThatThrownBy(() -> ContactCard.photo("GIF89a".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("neither a JPEG nor a PNG");
    }
}
