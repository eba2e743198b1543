package org.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** web.xml is the whole map: what it names is there, and what is there it names. */
final class WebXmlTest {
    private static Document map;

    @BeforeAll
    static void read() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        map = factory.newDocumentBuilder()
                .parse(Path.of("webapp/WEB-INF/web.xml").toFile());
    }

    @ParameterizedTest
    @CsvSource({
        "servlet-class, jakarta.servlet.http.HttpServlet",
        "filter-class, jakarta.servlet.Filter",
        "listener-class, jakarta.servlet.ServletContextListener"
    })
    void mapNamesAllOfOursAndNothingElse(String element, Class<?> type) {
        List<String> present = new ClassFileImporter()
                .importPath(Path.of("target/classes")).stream()
                        .filter(each -> each.isAssignableTo(type))
                        // A server makes none of an abstract class.
                        .filter(each -> !each.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
        assertThat(texts(element)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(present);
    }

    @Test
    void everyServletAndFilterIsMapped() {
        assertThat(namesOf("servlet-mapping", "servlet-name")).containsAll(namesOf("servlet", "servlet-name"));
        assertThat(namesOf("filter-mapping", "filter-name")).containsAll(namesOf("filter", "filter-name"));
    }

    /** Jetty would call a filter without one for dispatched requests, too. */
    @Test
    void everyMappingOfAFilterNamesItsDispatchers() {
        for (Element mapping : elements("filter-mapping")) {
            assertThat(mapping.getElementsByTagName("dispatcher").getLength())
                    .as(mapping.getTextContent())
                    .isPositive();
        }
    }

    /** One that is not would take what is behind it back to one thread for each slow caller. */
    @Test
    void everyFilterAndServletIsAsynchronous() {
        assertThat(namesOf("servlet", "async-supported"))
                .hasSameSizeAs(elements("servlet"))
                .containsOnly("true");
        assertThat(namesOf("filter", "async-supported"))
                .hasSameSizeAs(elements("filter"))
                .containsOnly("true");
    }

    /** Tomcat would scan for annotations and load the servlets before CDI is there. */
    @Test
    void serverNeedNotLookForMore() {
        assertThat(map.getDocumentElement().getAttribute("metadata-complete")).isEqualTo("true");
    }

    private static List<String> namesOf(String element, String child) {
        List<String> names = new ArrayList<>();
        for (Element each : elements(element)) {
            NodeList children = each.getElementsByTagName(child);
            for (int i = 0; i < children.getLength(); i++) {
                names.add(children.item(i).getTextContent().strip());
            }
        }
        return names;
    }

    private static List<String> texts(String element) {
        return elements(element).stream()
                .map(each -> each.getTextContent().strip())
                .toList();
    }

    private static List<Element> elements(String name) {
        NodeList nodes = map.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
