package dev.linewarden.policy;

import org.yaml.snakeyaml.nodes.Node;

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

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
