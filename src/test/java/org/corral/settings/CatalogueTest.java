package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the code knows, what web.xml lists and what the configuration page tells are the same, in the same order. */
class CatalogueTest {
    private static final Path WEB_XML = Path.of("webapp/WEB-INF/web.xml");
    private static final Path PAGE = Path.of("src/site/markdown/configuration.md");

    @Test
    void webXmlListsEverySettingWithItsDefaultAndALine() throws Exception {
        List<Entry> expected = Arrays.stream(Setting.values())
                .map(setting -> new Entry(setting.dottedName(), setting.defaultText(), setting.description()))
                .toList();

        assertThat(contextParams()).containsExactlyElementsOf(expected);
    }

    @Test
    void configurationPageListsEverySettingWithItsDefaultAndALine() throws IOException {
        List<String> expected =
                Arrays.stream(Setting.values()).map(CatalogueTest::row).toList();
        String table = Files.readString(PAGE).split("\n## All settings\n", -1)[1];

        assertThat(table.lines().filter(line -> line.startsWith("| `"))).containsExactlyElementsOf(expected);
    }

    @Test
    void configurationPageNamesEveryAlias() throws IOException {
        String page = Files.readString(PAGE);

        for (Setting setting : Setting.values()) {
            assertThat(setting.aliases()).allSatisfy(alias -> assertThat(page)
                    .contains("| `" + alias.name() + "` | `" + setting.dottedName() + "` |"));
        }
    }

    @Test
    void configurationPageNamesEverySecret() throws IOException {
        String section = Files.readString(PAGE).split("\n## Secrets\n", -1)[1];

        assertThat(Setting.values())
                .filteredOn(Setting::isSecret)
                .allSatisfy(setting -> assertThat(section.split("\n## ", -1)[0]).contains(setting.dottedName()));
    }

    @Test
    void webXmlAsItIsMeansTheDefaults() throws Exception {
        Map<String, String> params = new HashMap<>();
        contextParams().forEach(entry -> params.put(entry.name(), entry.value()));

        assertThat(Settings.load(new Sources(Map.of(), Map.of(), params))).isEqualTo(Load.defaults());
    }

    @Test
    void namesFollowOneRule() {
        assertThat(Setting.TOKEN_LIFETIME.dottedName()).isEqualTo("corral.token-lifetime");
        assertThat(Setting.TOKEN_LIFETIME.environmentName()).isEqualTo("CORRAL_TOKEN_LIFETIME");
        assertThat(Setting.values())
                .allSatisfy(setting ->
                        assertThat(setting.description()).endsWith(".").doesNotContain("--", "|", "\n"));
    }

    private static String row(Setting setting) {
        String text = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        return "| `" + setting.dottedName() + "` | `" + setting.environmentName() + "` | " + text + " | "
                + setting.description() + " |";
    }

    private static List<Entry> contextParams() throws Exception {
        NodeList params = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(WEB_XML.toFile())
                .getElementsByTagName("context-param");
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < params.getLength(); i++) {
            Element param = (Element) params.item(i);
            if (text(param, "param-name").startsWith("corral.")) {
                entries.add(new Entry(text(param, "param-name"), text(param, "param-value"), commentBefore(param)));
            }
        }
        return entries;
    }

    private static String text(Element param, String child) {
        return param.getElementsByTagName(child).item(0).getTextContent();
    }

    private static String commentBefore(Node node) {
        Node before = node.getPreviousSibling();
        while (before != null && before.getNodeType() == Node.TEXT_NODE) {
            before = before.getPreviousSibling();
        }
        boolean isComment = before != null && before.getNodeType() == Node.COMMENT_NODE;
        return isComment ? before.getTextContent().strip() : "";
    }

    private record Entry(String name, String value, String description) {}
}
