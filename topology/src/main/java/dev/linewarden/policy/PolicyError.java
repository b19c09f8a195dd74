package dev.linewarden.policy;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One thing that is wrong with a policy text.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record PolicyError(int line, int column, String message) {

    static PolicyError at(Node node, String message) {
        return new PolicyError(
                node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, message);
    }

    /** A character that YAML does not take, at its place in the text. */
    public static PolicyError of(ReaderException unprintable, String yaml) {
        int index = yaml.indexOf(unprintable.getCodePoint());
        String before = yaml.substring(0, Math.max(0, index));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return new PolicyError(
                lines + 1,
                before.length() - before.lastIndexOf('\n'),
                String.format("not YAML: the character U+%04X may not stand in it", unprintable.getCodePoint()));
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
