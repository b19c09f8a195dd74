package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.sql.ReadyQueries;
import dev.linewarden.audit.sql.SqlTables;
import dev.linewarden.audit.sql.SqlTables.Column;
import dev.linewarden.audit.sql.SqlTables.Relation;
import dev.linewarden.hints.Nearest;
import java.util.ArrayList;
import java.util.List;

/** What can be asked. */
final class SqlListing {

    private SqlListing() {}

    /** Tables, views and ready queries. */
    static List<String> all(boolean json) {
        List<Relation> relations = SqlTables.layout(true);
        return json ? List.of(json(relations).toString()) : text(relations);
    }

    private static List<String> text(List<Relation> relations) {
        List<String> lines = new ArrayList<>();
        lines.add("tables (columns: `linewarden sql --describe TABLE`)");
        relations.stream()
                .filter(relation -> !relation.isView())
                .forEach(relation -> add(lines, relation.name(), relation.meaning()));
        lines.add("");
        lines.add("views, made of them");
        relations.stream()
                .filter(Relation::isView)
                .forEach(relation -> add(lines, relation.name(), relation.meaning()));
        lines.add("");
        lines.add("ready queries (`linewarden sql --query NAME`; --show NAME prints one)");
        ReadyQueries.names().forEach(name -> add(lines, name, ReadyQueries.purpose(name)));
        return lines;
    }

    private static void add(List<String> lines, String name, String meaning) {
        String head = String.format("  %-21s ", name);
        List<String> wrapped = Terminal.wrap(meaning, Math.max(20, Terminal.columns() - head.length() - 2))
                .lines()
                .toList();
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(
                    (i == 0 ? head : " ".repeat(head.length())) + wrapped.get(i).strip());
        }
    }

    private static ObjectNode json(List<Relation> relations) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode tables = json.putArray("tables");
        for (Relation relation : relations) {
            ObjectNode one = tables.addObject()
                    .put("name", relation.name())
                    .put("meaning", relation.meaning())
                    .put("view", relation.isView());
            ArrayNode columns = one.putArray("columns");
            relation.columns().forEach(column -> columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("meaning", column.meaning()));
        }
        ArrayNode queries = json.putArray("queries");
        ReadyQueries.names()
                .forEach(name -> queries.addObject().put("name", name).put("purpose", ReadyQueries.purpose(name)));
        return json;
    }

    /** The columns of one table or view. */
    static List<String> describe(String name) {
        List<Relation> relations = SqlTables.layout(true);
        Relation relation = relations.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = relations.stream().map(Relation::name).toList();
                    String hint = Nearest.hint(name, names);
                    return Problem.usage("there is no table '" + name + "'"
                            + (hint.isEmpty() ? ": there are " + String.join(", ", names) : hint));
                });
        Table table = new Table("column", "type", "meaning");
        for (Column column : relation.columns()) {
            table.row(
                    column.name(), column.type().replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"), column.meaning());
        }
        List<String> lines = new ArrayList<>();
        lines.add(relation.name() + ": " + relation.meaning());
        lines.addAll(table.lines());
        return lines;
    }
}
