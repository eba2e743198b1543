package org.corral;

import static com.tngtech.archunit.base.DescribedPredicate.equalTo;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Entity;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.corral.access.Caller;
import org.corral.account.CorralIdentityStore;
import org.corral.issuer.IssuerTokens;
import org.corral.timing.MonotonicClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of the house, held: which package may use which, and what every class has to look like. */
final class ArchitectureTest {
    private static final String ROOT = "org.corral";
    private static final int LONGEST_FILE = 300;
    private static final JavaClasses HOUSE = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final JavaClasses TESTS = new ClassFileImporter().importPath(Path.of("target/test-classes"));

    /** What starts a server, or asks the one that Maven has started; named as text, so that this class does not need it. */
    private static final Set<String> FIXTURE =
            Set.of(ROOT + ".it.Gate", ROOT + ".it.OwnGate", ROOT + ".server.TomcatProcess");

    /** What each package may use of the others. The root, which wires them, may use all. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("boot", Set.of()),
            entry("settings", Set.of()),
            entry("ollama", Set.of("settings")),
            entry("http", Set.of("settings")),
            entry("timing", Set.of()),
            entry("queue", Set.of("timing")),
            entry("page", Set.of("http")),
            entry("storage", Set.of("timing", "settings")),
            entry("account", Set.of("storage", "token", "access", "timing", "ollama", "http", "settings")),
            entry(
                    "api",
                    Set.of(
                            "account",
                            "access",
                            "backend",
                            "flow",
                            "storage",
                            "token",
                            "watch",
                            "timing",
                            "ollama",
                            "http",
                            "settings")),
            // http for the servlet that publishes the keys.
            entry("token", Set.of("storage", "http", "settings")),
            entry("issuer", Set.of()),
            entry("access", Set.of("token", "issuer", "ollama", "http", "settings")),
            entry("upstream", Set.of("timing")),
            entry("container", Set.of()),
            entry("body", Set.of("upstream", "container", "timing", "ollama", "http", "settings")),
            entry("flow", Set.of("body", "upstream", "container", "timing", "http", "settings")),
            entry("backend", Set.of("upstream", "timing", "ollama", "settings")),
            entry("watch", Set.of("backend", "http", "timing", "settings")),
            entry(
                    "proxy",
                    Set.of(
                            "access",
                            "backend",
                            "body",
                            "flow",
                            "container",
                            "upstream",
                            "timing",
                            "ollama",
                            "http",
                            "settings")));

    @Test
    void everyPackageIsInTheTable() {
        assertThat(HOUSE.stream().map(JavaClass::getPackageName).distinct().filter(name -> !name.equals(ROOT)))
                .allSatisfy(name -> assertThat(MAY_USE).containsKey(name.substring(ROOT.length() + 1)));
    }

    @Test
    void eachPackageUsesOnlyWhatTheTableAllows() {
        new TreeMap<>(MAY_USE).forEach((name, others) -> {
            String[] allowed = Stream.concat(Stream.of(name), others.stream())
                    .map(each -> ROOT + "." + each)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + name)
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAnyPackage(ROOT + ".."))))
                    .check(HOUSE);
        });
    }

    @Test
    void packagesDoNotGoRoundInCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    /** Names that say nothing, and gather everything. */
    @ParameterizedTest
    @ValueSource(strings = {"util", "impl", "dto", "common", "service"})
    void packagesHaveTellingNames(String name) {
        noClasses()
                .should()
                .resideInAPackage(ROOT + ".." + name + "..")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void proxyKnowsOfAccessOnlyTheCaller() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".proxy")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".access").and(not(equalTo(type(Caller.class)))))
                .check(HOUSE);
    }

    /** Jetty injects nothing into servlets, so what needs injection would work on some servers only. */
    @Test
    void cdiStaysAtTheEdge() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT, ROOT + ".boot")))
                .and()
                .areNotAssignableTo(CorralIdentityStore.class)
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "org.jboss.weld.."))
                .check(HOUSE);
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(HOUSE);
    }

    /** Servers differ in what they write, and in which of several cookies they show. */
    @Test
    void cookiesAreReadAndWrittenByCorralItself() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Cookie.class)
                .orShould()
                .accessTargetWhere(reads(HttpServletRequest.class, "getCookies"))
                .check(HOUSE);
    }

    @Test
    void identityIsTheBusinessOfAccounts() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT, ROOT + ".boot", ROOT + ".account")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.security.."))
                .check(HOUSE);
    }

    @Test
    void onlyThoseWhoKeepSomethingKnowPersistence() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".storage", ROOT + ".account", ROOT + ".token")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql.."))
                .check(HOUSE);
    }

    @Test
    void settingsStorageAccountsAndBackendKnowNoServlets() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".settings", ROOT + ".storage", ROOT + ".account", ROOT + ".backend"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.servlet.."))
                .check(HOUSE);
    }

    /** Entities and beans are subclassed at run time by the provider and the container. */
    @Test
    void classesAreFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnnotatedWith(Entity.class)
                .and()
                .areNotAnnotatedWith(ApplicationScoped.class)
                .and()
                .areNotAnonymousClasses()
                .and(not(packageInfos()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .check(HOUSE);
    }

    @Test
    void fieldsAreNotPublicUnlessConstant() {
        fields().that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .areNotEnums()
                .should()
                .beStatic()
                .andShould()
                .beFinal()
                .check(HOUSE);
    }

    @Test
    void loggersAreThoseOfTheJdk() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(HOUSE);
        fields().that()
                .haveRawType(System.Logger.class)
                .should()
                .haveName("LOG")
                .andShould()
                .bePrivate()
                .check(HOUSE);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "org.jboss.logging..", "org.apache.juli.."))
                .check(HOUSE);
    }

    /** Else a boundary in time could not be tested. {@link IssuerTokens} is put together by other web applications. */
    @Test
    void timeComesFromOutside() {
        DescribedPredicate<JavaAccess<?>> readsTheTime =
                reads(Instant.class, "now").or(reads(System.class, "currentTimeMillis"));
        DescribedPredicate<JavaAccess<?>> makesAClock = reads(Clock.class, "system");
        noClasses().should().accessTargetWhere(readsTheTime).check(HOUSE);
        noClasses()
                .that(not(resideInAPackage(ROOT)))
                .and(not(equalTo(type(IssuerTokens.class))))
                .should()
                .accessTargetWhere(makesAClock)
                .check(HOUSE);
        classes()
                .that(equalTo(type(IssuerTokens.class)))
                .should()
                .accessTargetWhere(makesAClock)
                .check(HOUSE);
    }

    /** Else nothing that waits could be tested without waiting. */
    @Test
    void nanosecondsComeFromOutside() {
        DescribedPredicate<JavaAccess<?>> readsNanoseconds = reads(System.class, "nanoTime");
        noClasses()
                .that(not(equalTo(type(MonotonicClock.class))))
                .should()
                .accessTargetWhere(readsNanoseconds)
                .check(HOUSE);
        classes()
                .that(equalTo(type(MonotonicClock.class)))
                .should()
                .accessTargetWhere(readsNanoseconds)
                .check(HOUSE);
    }

    /** By a call or by a reference to a method whose name begins so. */
    private static DescribedPredicate<JavaAccess<?>> reads(Class<?> owner, String method) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + method,
                access -> access.getTarget().getFullName().startsWith(owner.getName() + "." + method));
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        for (String name : Stream.concat(
                        Stream.of(""), MAY_USE.keySet().stream().map(each -> "/" + each))
                .toList()) {
            Path file = Path.of("src/main/java/org/corral" + name + "/package-info.java");
            assertThat(file).content().startsWith("/**").contains("@NullMarked");
        }
    }

    /** They run before there is a WAR, and beside an Ollama that has its port. */
    @Test
    void unitTestsNeedNoServer() {
        assertThat(FIXTURE).allMatch(TESTS::contain);
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should()
                .transitivelyDependOnClassesThat(integrationTests())
                .check(TESTS);
    }

    /** By this tag they are run on every database. */
    @Test
    void testsThatTouchStorageAreTagged() {
        assertThat(TESTS)
                .filteredOn(type -> type.getSimpleName().endsWith("Test"))
                .filteredOn(type -> type.getTransitiveDependenciesFromSelf().stream()
                        .anyMatch(use -> use.getTargetClass().getName().equals(ROOT + ".storage.TestDatabase")))
                .isNotEmpty()
                .allMatch(
                        type -> Stream.of(type.reflect().getAnnotationsByType(Tag.class))
                                .anyMatch(tag -> tag.value().equals("storage")),
                        "has the tag storage");
    }

    @Test
    void filesStayShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).filter(ArchitectureTest::isLong))
                    .isEmpty();
        }
    }

    private static boolean isLong(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count() > LONGEST_FILE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> integrationTests() {
        return DescribedPredicate.describe(
                "belong to integration tests",
                each -> FIXTURE.contains(each.getName())
                        || (each.getName().startsWith(ROOT)
                                && each.getSimpleName().endsWith("IT")));
    }

    private static JavaClass type(Class<?> type) {
        return HOUSE.get(type);
    }

    private static DescribedPredicate<JavaClass> packageInfos() {
        return DescribedPredicate.describe(
                "package-info", each -> each.getSimpleName().equals("package-info"));
    }
}
