package dev.linewarden.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.IdentityHashMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML document as a JSON tree that knows its line numbers. Times stay text. */
final class YamlTree {

    private final IdentityHashMap<JsonNode, Integer> lines = new IdentityHashMap<>();
    private final JsonNode root;

    YamlTree(Node document) {
        this.root = convert(document);
    }

    JsonNode root() {
        return root;
    }

    /** The line on which the mapping or list begins, counted from 1. */
    int lineOf(JsonNode node) {
        return lines.getOrDefault(node, 1);
    }

    private JsonNode convert(Node node) {
        JsonNode json;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                object.set(((ScalarNode) tuple.getKeyNode()).getValue(), convert(tuple.getValueNode()));
            }
            json = object;
        } else if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.getValue().forEach(item -> array.add(convert(item)));
            json = array;
        } else {
            return scalar((ScalarNode) node);
        }
        lines.put(json, node.getStartMark().getLine() + 1);
        return json;
    }

    private static JsonNode scalar(ScalarNode node) {
        String value = node.getValue();
        if (node.getTag().equals(Tag.INT)) {
            return LongNode.valueOf(Long.parseLong(value.replace("_", "")));
        }
        if (node.getTag().equals(Tag.FLOAT)) {
            return DoubleNode.valueOf(Double.parseDouble(value));
        }
        if (node.getTag().equals(Tag.BOOL) && (value.equals("true") || value.equals("false"))) {
            return BooleanNode.valueOf(value.equals("true"));
        }
        return node.getTag().equals(Tag.NULL) ? NullNode.getInstance() : TextNode.valueOf(value);
    }
}
