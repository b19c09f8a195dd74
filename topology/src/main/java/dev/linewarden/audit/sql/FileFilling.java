package dev.linewarden.audit.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.AvroJson.MismatchException;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.simulate.EventLines;
import dev.linewarden.simulate.EventReader;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import dev.linewarden.simulate.EventReader.TimedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Fills a warehouse from what {@code simulate --out} wrote, and from the events that it read. */
final class FileFilling {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Warehouse warehouse;

    FileFilling(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * Adds the decisions and alerts of a file.
     *
     * @throws SqlTrouble for a line that is neither; it names file and line
     */
    void decisions(Path file) throws SQLException {
        long number = 0;
        warehouse.begin();
        try (EventLines lines = new EventLines(Files.newInputStream(file), file.toString())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                number++;
                SpecificRecord record = decided(line);
                if (record != null) {
                    warehouse.add(new Place(file.toString(), 0, number, Instant.EPOCH), record);
                }
            }
        } catch (BrokenLineException broken) {
            throw SqlTrouble.of(String.valueOf(broken.getMessage()), broken);
        } catch (MismatchException | JsonProcessingException broken) {
            String why = broken instanceof JsonProcessingException noJson
                    ? "not JSON: " + noJson.getOriginalMessage()
                    : String.valueOf(broken.getMessage());
            throw SqlTrouble.of(
                    file + ", line " + number + ": " + why + "; decisions and alerts are what `simulate --out` writes",
                    broken);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
        warehouse.commit();
    }

    private static @Nullable SpecificRecord decided(String line) throws JsonProcessingException, MismatchException {
        if (line.isBlank()) {
            return null;
        }
        if (!(JSON.readTree(line) instanceof ObjectNode json)) {
            throw new MismatchException("not a JSON object");
        }
        JsonNode type = json.remove("type");
        String name = type == null ? "nothing" : type.asText();
        return switch (name) {
            case "decision" -> AvroJson.read(json, Decision.class);
            case "alert" -> AvroJson.read(json, Alert.class);
            default -> throw new MismatchException("type is " + name);
        };
    }

    /**
     * Adds what happened in an events file; its requests have no table of their own.
     *
     * @throws SqlTrouble for a line that is no event; it names file and line
     */
    void events(Path file) throws SQLException {
        EventReader reader = new EventReader(file.toString());
        long number = 0;
        warehouse.begin();
        try (EventLines lines = new EventLines(Files.newInputStream(file), file.toString())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                number++;
                TimedEvent event = reader.read(line);
                SpecificRecord record = event == null ? null : event.event();
                if (event != null && record != null) {
                    warehouse.add(new Place(file.toString(), 0, number, event.at()), record);
                }
            }
        } catch (BrokenLineException broken) {
            throw SqlTrouble.of(String.valueOf(broken.getMessage()), broken);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
        warehouse.commit();
    }

    private static SqlTrouble unreadable(Path file, IOException why) {
        return SqlTrouble.of("cannot read " + file + ": " + why, why);
    }
}
