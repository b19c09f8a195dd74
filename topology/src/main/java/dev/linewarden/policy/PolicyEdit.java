package dev.linewarden.policy;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A policy's text with one key set or left out otherwise. All else stays as it is written, comments left out. */
public final class PolicyEdit {

    private PolicyEdit() {}

    /**
     * The text with the key set; whether the value is possible is for {@link PolicyYaml} to say.
     *
     * @param yaml a policy that parses
     * @param key the path of a key, as in {@code burst.max}
     * @param value a scalar as it would be written, without quotes, or a list in brackets
     */
    public static String with(String yaml, String key, String value) {
        Node list = listOf(value);
        return with(
                yaml, key, list == null ? new ScalarNode(Tag.STR, value, null, null, ScalarStyle.DOUBLE_QUOTED) : list);
    }

    /** Null for what is no list; one that is broken is taken as a scalar, which no key that takes a list accepts. */
    private static @Nullable Node listOf(String value) {
        if (!value.startsWith("[")) {
            return null;
        }
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(value)) instanceof SequenceNode list
                    ? list
                    : null;
        } catch (YAMLException broken) {
            return null;
        }
    }

    /**
     * The text with one key as another policy has it, and left out where that leaves it out.
     *
     * @param yaml a policy that parses
     * @param key the path of a key or of a section, as in {@code quiet-hours.days.SUNDAY}
     * @param other another policy that parses
     */
    public static String withKeyOf(String yaml, String key, String other) {
        Node value = compose(other);
        for (String name : key.split("\\.", -1)) {
            value = value instanceof MappingNode section ? valueOf(section, name) : null;
        }
        return with(yaml, key, value);
    }

    private static String with(String yaml, String key, @Nullable Node value) {
        MappingNode section = compose(yaml);
        MappingNode whole = section;
        String[] path = key.split("\\.", -1);
        for (int depth = 0; depth < path.length - 1; depth++) {
            Node inner = valueOf(section, path[depth]);
            MappingNode next = inner instanceof MappingNode given ? given : mapping();
            set(section, path[depth], next);
            section = next;
        }
        set(section, path[path.length - 1], value);
        StringWriter text = new StringWriter();
        new Yaml().serialize(whole, text);
        return text.toString();
    }

    private static MappingNode compose(String yaml) {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        return root instanceof MappingNode given ? given : mapping();
    }

    private static MappingNode mapping() {
        return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
    }

    private static @Nullable Node valueOf(MappingNode section, String name) {
        for (NodeTuple entry : section.getValue()) {
            if (isNamed(entry, name)) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    private static void set(MappingNode section, String name, @Nullable Node value) {
        List<NodeTuple> entries = new ArrayList<>(section.getValue());
        entries.removeIf(entry -> isNamed(entry, name));
        if (value != null) {
            entries.add(new NodeTuple(new ScalarNode(Tag.STR, name, null, null, ScalarStyle.PLAIN), value));
        }
        section.setValue(entries);
    }

    private static boolean isNamed(NodeTuple entry, String name) {
        return entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
    }
}
