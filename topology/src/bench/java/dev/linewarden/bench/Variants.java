package dev.linewarden.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gate with other settings, to be measured beside the gate as it is: {@code -Dbench.variants} names them, as in {@code
 * large-batches:producer.batch.size=131072;late:commit.interval.ms=500,producer.linger.ms=50}.
 */
final class Variants {

    private Variants() {}

    /** The settings by the variant's name; none unless some were asked for. */
    static Map<String, Map<String, String>> asked() {
        Map<String, Map<String, String>> variants = new LinkedHashMap<>();
        for (String variant : System.getProperty("bench.variants", "").split(";", -1)) {
            int colon = variant.indexOf(':');
            if (colon > 0) {
                variants.put(variant.substring(0, colon).strip(), settings(variant.substring(colon + 1)));
            }
        }
        return variants;
    }

    private static Map<String, String> settings(String described) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : described.split(",", -1)) {
            int equals = setting.indexOf('=');
            settings.put(
                    setting.substring(0, equals).strip(),
                    setting.substring(equals + 1).strip());
        }
        return settings;
    }
}
