package dev.linewarden.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.linewarden.client.Cluster;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** Verbs that look at what happened cannot make anything happen: nothing that they may call makes a producer. */
class ReadsOnlyTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.linewarden");

    @Test
    void a_replay_makes_no_producer() {
        assertThat(reachable("dev.linewarden.cli.ReplayCommand"))
                .contains(Cluster.class.getName() + ".consumer()")
                .noneMatch(ReadsOnlyTest::makesProducer);
    }

    @Test
    void the_search_finds_the_producer_of_a_verb_that_writes() {
        assertThat(reachable("dev.linewarden.cli.PublishCommand")).anyMatch(ReadsOnlyTest::makesProducer);
    }

    private static boolean makesProducer(String method) {
        return method.startsWith(KafkaProducer.class.getName() + ".<init>");
    }

    /** All methods that a class's own may call, whatever implements an interface on the way. */
    private static Set<String> reachable(String start) {
        Set<String> seen = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>(CODE.get(start).getCodeUnits());
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            unit.getCallsFromSelf().forEach(call -> {
                seen.add(call.getTarget().getFullName());
                call.getTarget().resolveMember().ifPresent(member -> follow((JavaCodeUnit) member, seen, open));
            });
            unit.getCodeUnitReferencesFromSelf().forEach(reference -> {
                seen.add(reference.getTarget().getFullName());
                reference.getTarget().resolveMember().ifPresent(member -> follow((JavaCodeUnit) member, seen, open));
            });
        }
        return seen;
    }

    private static void follow(JavaCodeUnit called, Set<String> seen, Deque<JavaCodeUnit> open) {
        JavaClass owner = called.getOwner();
        if (!owner.getName().startsWith("dev.linewarden") || owner.getName().startsWith("dev.linewarden.schemas")) {
            return;
        }
        if (seen.add("body of " + called.getFullName())) {
            open.push(called);
            owner.getAllSubclasses().forEach(implementation -> implementation.getCodeUnits().stream()
                    .filter(unit -> unit.getName().equals(called.getName()) && !called.isConstructor())
                    .forEach(unit -> follow(unit, seen, open)));
        }
        if (called.isConstructor()) {
            // Whoever is made may be called by a library, through an interface of the JDK.
            owner.getCodeUnits().stream()
                    .filter(unit -> !unit.isConstructor() && overridesLibrary(owner, unit))
                    .forEach(unit -> follow(unit, seen, open));
        }
    }

    private static boolean overridesLibrary(JavaClass owner, JavaCodeUnit unit) {
        return owner.getAllRawInterfaces().stream()
                .filter(type -> !type.getName().startsWith("dev.linewarden"))
                .anyMatch(type -> type.getCodeUnits().stream()
                        .anyMatch(declared -> declared.getName().equals(unit.getName())));
    }
}
