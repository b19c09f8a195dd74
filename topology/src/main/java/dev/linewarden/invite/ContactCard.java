package dev.linewarden.invite;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.parameter.EmailType;
import ezvcard.parameter.ImageType;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Photo;
import ezvcard.property.StructuredName;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The card that recipients save, so that a line is a known contact. */
public final class ContactCard {

    /** A photo past this makes cards that are slow to send; phones show it small. */
    public static final int MOST_PHOTO_BYTES = 200_000;

    private static final String BASE64 = ";base64,";

    private ContactCard() {}

    /**
     * The card as vCard 3.0, which iOS and Android both import.
     *
     * @param address an E.164 number or an e-mail handle
     * @param displayName null for the organisation, else the address
     * @param photo what {@link #photo} returned; null for none
     */
    public static String of(
            String address, @Nullable String displayName, @Nullable String organisation, @Nullable String photo) {
        VCard card = new VCard(VCardVersion.V3_0);
        String name = displayName != null ? displayName : organisation != null ? organisation : address;
        card.setFormattedName(name);
        StructuredName structured = new StructuredName();
        structured.setGiven(name);
        card.setStructuredName(structured);
        if (organisation != null) {
            card.setOrganization(organisation);
        }
        if (address.indexOf('@') > 0) {
            card.addEmail(address, EmailType.INTERNET);
        } else {
            card.addTelephoneNumber(address, TelephoneType.CELL);
        }
        if (photo != null) {
            String type = photo.substring("data:".length(), photo.indexOf(BASE64));
            byte[] image = Base64.getDecoder().decode(photo.substring(photo.indexOf(BASE64) + BASE64.length()));
            card.addPhoto(new Photo(image, type.equals("image/png") ? ImageType.PNG : ImageType.JPEG));
        }
        return Ezvcard.write(card).version(VCardVersion.V3_0).prodId(false).go();
    }

    /**
     * An image as a {@code data:} URI.
     *
     * @throws IllegalArgumentException for one that is no JPEG or PNG, or too large
     */
    public static String photo(byte[] image) {
        if (image.length > MOST_PHOTO_BYTES) {
            throw new IllegalArgumentException("a photo has at most " + MOST_PHOTO_BYTES + " bytes, this one "
                    + image.length + ": make it smaller");
        }
        boolean png = image.length > 4 && image[0] == (byte) 0x89 && image[1] == 'P' && image[2] == 'N';
        boolean jpeg = image.length > 4 && image[0] == (byte) 0xFF && image[1] == (byte) 0xD8;
        if (!png && !jpeg) {
            throw new IllegalArgumentException("the photo is neither a JPEG nor a PNG: phones show no other");
        }
        return "data:image/" + (png ? "png" : "jpeg") + BASE64
                + Base64.getEncoder().encodeToString(image);
    }
}
