package dev.linewarden.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.linewarden.core.rules.Rule;
import dev.linewarden.core.state.Draft;
import dev.linewarden.core.state.Rows;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayersTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.linewarden");

    @Test
    void the_core_imports_the_jdk_alone() {
        classes()
                .that()
                .resideInAPackage("dev.linewarden.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.linewarden.core..", "java..", "javax.crypto..", "org.jspecify.annotations")
                .check(CODE);
    }

    @Test
    void the_core_reads_no_clock_and_rolls_no_dice() {
        noClasses()
                .that()
                .resideInAPackage("dev.linewarden.core..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, Clock.class, Thread.class)
                .check(CODE);
    }

    @Test
    void no_package_stands_on_one_that_stands_on_it() {
        slices().matching("dev.linewarden.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void the_format_of_the_state_knows_kafka_only_where_it_meets_its_stores() {
        classes()
                .that()
                .resideInAPackage("dev.linewarden.store")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.linewarden.store", "dev.linewarden.core..", "java..", "org.jspecify.annotations")
                .check(CODE);
    }

    @Test
    void rules_only_look() {
        noClasses()
                .that()
                .resideInAPackage("dev.linewarden.core.rules..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Rows.class, Draft.class)
                .check(CODE);
        classes()
                .that()
                .implement(Rule.class)
                .should()
                .resideInAPackage("dev.linewarden.core.rules")
                .andShould()
                .haveSimpleNameEndingWith("Rule")
                .check(CODE);
    }

    @Test
    void the_oracle_shares_no_code_with_what_it_checks() {
        classes()
                .that()
                .resideInAPackage("dev.linewarden.audit.oracle..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.linewarden.audit.oracle..",
                        "dev.linewarden.audit.keep",
                        "dev.linewarden.schemas..",
                        "org.apache.avro..",
                        "org.yaml.snakeyaml..",
                        "java..",
                        "org.jspecify.annotations")
                .check(CODE);
    }

    @Test
    void what_keeps_things_knows_nothing_of_what_they_are() {
        classes()
                .that()
                .resideInAPackage("dev.linewarden.audit.keep")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.linewarden.audit.keep", "java..", "org.jspecify.annotations")
                .check(CODE);
    }

    @Test
    void layers_look_downwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("dev.linewarden.core..")
                .layer("hints")
                .definedBy("dev.linewarden.hints..")
                .layer("policy")
                .definedBy("dev.linewarden.policy..")
                .layer("facts")
                .definedBy("dev.linewarden.facts..")
                .layer("contract")
                .definedBy("dev.linewarden.contract..")
                .layer("registry")
                .definedBy("dev.linewarden.registry..")
                .layer("store")
                .definedBy("dev.linewarden.store..")
                .layer("simulate")
                .definedBy("dev.linewarden.simulate..")
                .layer("streams")
                .definedBy("dev.linewarden.streams..")
                .layer("embedded")
                .definedBy("dev.linewarden.embedded..")
                .layer("audit")
                .definedBy("dev.linewarden.audit..")
                .layer("query")
                .definedBy("dev.linewarden.query..")
                .layer("client")
                .definedBy("dev.linewarden.client..")
                .layer("operations")
                .definedBy("dev.linewarden.operations..")
                .layer("invite")
                .definedBy("dev.linewarden.invite..")
                .layer("demo")
                .definedBy("dev.linewarden.demo..")
                .layer("http")
                .definedBy("dev.linewarden.http..")
                .layer("app")
                .definedBy("dev.linewarden.app..")
                .layer("cli")
                .definedBy("dev.linewarden.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("app")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("app", "cli")
                .whereLayer("http")
                .mayOnlyAccessLayers(
                        "core",
                        "hints",
                        "contract",
                        "policy",
                        "facts",
                        "registry",
                        "client",
                        "operations",
                        "audit",
                        "query",
                        "simulate",
                        "streams")
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("embedded")
                .mayOnlyBeAccessedByLayers("app", "cli")
                .whereLayer("streams")
                .mayOnlyBeAccessedByLayers("http", "app", "cli")
                .whereLayer("contract")
                .mayOnlyBeAccessedByLayers(
                        "simulate", "streams", "client", "operations", "audit", "query", "demo", "http", "app", "cli")
                .whereLayer("contract")
                .mayOnlyAccessLayers("core", "registry", "hints", "facts")
                .whereLayer("query")
                .mayOnlyBeAccessedByLayers("http", "app", "cli")
                .whereLayer("query")
                .mayOnlyAccessLayers("core", "contract", "store")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("audit", "operations", "http", "cli")
                .whereLayer("client")
                .mayOnlyAccessLayers("core", "contract", "registry")
                .whereLayer("operations")
                .mayOnlyBeAccessedByLayers("http", "cli")
                .whereLayer("operations")
                .mayOnlyAccessLayers("contract", "client")
                .whereLayer("policy")
                .mayOnlyAccessLayers("core", "hints")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("simulate", "streams", "audit", "query", "app")
                .whereLayer("store")
                .mayOnlyAccessLayers("core")
                .whereLayer("simulate")
                .mayOnlyBeAccessedByLayers("audit", "http", "cli")
                .whereLayer("audit")
                .mayOnlyBeAccessedByLayers("http", "cli")
                .whereLayer("audit")
                .mayOnlyAccessLayers("core", "contract", "policy", "facts", "store", "simulate", "client")
                .check(CODE);
    }
}
