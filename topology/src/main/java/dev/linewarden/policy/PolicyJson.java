package dev.linewarden.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A policy's text as JSON, which is YAML too: on one line of another file, say. */
public final class PolicyJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PolicyJson() {}

    /**
     * The text without its comments.
     *
     * @param yaml a policy that parses
     */
    public static JsonNode of(String yaml) {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        return root == null ? NODES.objectNode() : of(root);
    }

    /** Scalars as they are written: read as YAML's types, 21:00 would be a number and a date a moment. */
    private static JsonNode of(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode fields = NODES.objectNode();
            mapping.getValue()
                    .forEach(field ->
                            fields.set(((ScalarNode) field.getKeyNode()).getValue(), of(field.getValueNode())));
            return fields;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode items = NODES.arrayNode();
            sequence.getValue().forEach(item -> items.add(of(item)));
            return items;
        }
        return node.getTag().equals(Tag.NULL) ? NODES.nullNode() : NODES.textNode(((ScalarNode) node).getValue());
    }
}
