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

    /** A node that is none of ours: a key that is given twice, say. */
    static final class BrokenNodeException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        BrokenNodeException(Node node, String message) {
            super(message);
            this.line = node.getStartMark().getLine() + 1;
        }

        int line() {
            return line;
        }
    }

    YamlTree(Node document) throws BrokenNodeException {
        this.root = convert(document);
    }

    JsonNode root() {
        return root;
    }

    /** The line on which the mapping or list begins, counted from 1. */
    int lineOf(JsonNode node) {
        return lines.getOrDefault(node, 1);
    }

    private JsonNode convert(Node node) throws BrokenNodeException {
        JsonNode json;
        if (node instanceof MappingNode mapping) {
            json = convert(mapping);
        } else if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(convert(item));
            }
            json = array;
        } else {
            return scalar((ScalarNode) node);
        }
        lines.put(json, node.getStartMark().getLine() + 1);
        return json;
    }

    private ObjectNode convert(MappingNode mapping) throws BrokenNodeException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new BrokenNodeException(tuple.getKeyNode(), "a key must be a plain word");
            }
            if (object.has(key.getValue())) {
                throw new BrokenNodeException(key, "key '" + key.getValue() + "' is given twice");
            }
            object.set(key.getValue(), convert(tuple.getValueNode()));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode node) throws BrokenNodeException {
        try {
            return plain(node);
        } catch (NumberFormatException tooLarge) {
            throw new BrokenNodeException(node, "'" + node.getValue() + "' is a number that cannot be read");
        }
    }

    private static JsonNode plain(ScalarNode node) {
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
