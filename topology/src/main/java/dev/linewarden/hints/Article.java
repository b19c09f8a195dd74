package dev.linewarden.hints;

/** The names of records and types, as a sentence takes them. */
public final class Article {

    private Article() {}

    /** The name behind "a" or "an": an OutboundRequest, a Command. Good for names of ours, which are said as they are written. */
    public static String with(String name) {
        boolean isVowel = !name.isEmpty() && "AEIOUaeiou".indexOf(name.charAt(0)) >= 0;
        return (isVowel ? "an " : "a ") + name;
    }
}
