import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lays out what {@code mvn site} makes pages of: README.md becomes the first page, the README of each folder in server-config
 * a page beside its files. Links, pictures and anchors are written as GitHub needs them, and get here the form that they have
 * in the site. A link that leads nowhere fails the build.
 */
final class Pages {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.+)");
    private static final Path MARKDOWN = Path.of("src/site/markdown");
    private static final Path RESOURCES = Path.of("src/site/resources");

    private final Path target;
    private final Map<Path, Path> placed = new TreeMap<>(); // from the repository to the site
    private final Map<Path, Set<String>> anchors = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private Pages(Path target) {
        this.target = target;
    }

    public static void main(String[] args) throws IOException {
        Pages pages = new Pages(Path.of(args[0]));
        pages.place();
        pages.write();
        if (!pages.broken.isEmpty()) {
            System.err.println("These links lead nowhere:\n  " + String.join("\n  ", pages.broken));
            System.exit(1);
        }
    }

    private void place() throws IOException {
        placed.put(Path.of("README.md"), Path.of("index.md"));
        placed.put(Path.of("LICENSE"), Path.of("LICENSE"));
        files(MARKDOWN).forEach(file -> placed.put(file, MARKDOWN.relativize(file)));
        files(RESOURCES).forEach(file -> placed.put(file, RESOURCES.relativize(file)));
        files(Path.of("server-config")).forEach(file -> placed.put(file, page(file)));
        for (Path file : placed.keySet()) {
            if (isPage(file)) {
                anchors.put(file, anchors(Files.readAllLines(file)));
            }
        }
    }

    private static Path page(Path file) {
        return file.endsWith("README.md") ? file.resolveSibling("index.md") : file;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }

    private void write() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("site.xml"), Files.readString(Path.of("src/site/site.xml")));
        for (Map.Entry<Path, Path> each : placed.entrySet()) {
            Path from = each.getKey();
            Path to = target.resolve(isPage(from) ? "markdown" : "resources").resolve(each.getValue());
            Files.createDirectories(to.getParent());
            Files.write(to, isPage(from) ? markdown(from).getBytes("UTF-8") : Files.readAllBytes(from));
        }
    }

    private String markdown(Path page) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean block = false;
        boolean span = false;
        for (String line : Files.readAllLines(page)) {
            boolean fence = line.strip().startsWith("```");
            block ^= fence;
            Matcher heading = HEADING.matcher(line);
            if (block || fence) {
                text.append(line);
            } else if (heading.matches()) {
                String title = heading.group(2);
                text.append(heading.group(1)).append(" <a id=\"").append(anchor(title)).append("\"></a>").append(title);
            } else {
                // What stands between backticks is no link; it may go on in the next line of the paragraph.
                String[] parts = line.split("`", -1);
                span &= !line.isBlank();
                for (int i = span ? 1 : 0; i < parts.length; i += 2) {
                    parts[i] = LINK.matcher(parts[i]).replaceAll(found -> link(page, found.group(1)));
                }
                span ^= parts.length % 2 == 0;
                text.append(String.join("`", parts));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String link(Path page, String link) {
        if (link.matches("[a-z-]+:.*") || link.startsWith("/")) {
            return Matcher.quoteReplacement("](" + link + ")");
        }
        String[] parts = link.split("#", 2);
        Path meant = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean isThere = placed.containsKey(meant)
                && (parts.length == 1 || anchors.getOrDefault(meant, Set.of()).contains(parts[1]));
        if (!isThere) {
            broken.add(page + ": " + link);
            return "]()";
        }
        Path here = Path.of("/").resolve(placed.get(page)).getParent();
        String path = parts[0].isEmpty() ? "" : here.relativize(Path.of("/").resolve(placed.get(meant))).toString();
        String html = path.replaceAll("\\.md$", ".html").replace('\\', '/');
        return Matcher.quoteReplacement("](" + html + (parts.length == 1 ? "" : "#" + parts[1]) + ")");
    }

    private static Set<String> anchors(List<String> lines) {
        Set<String> found = new HashSet<>();
        boolean code = false;
        for (String line : lines) {
            code ^= line.strip().startsWith("```");
            Matcher heading = HEADING.matcher(line);
            if (!code && heading.matches()) {
                found.add(anchor(heading.group(2)));
            }
        }
        return found;
    }

    /** As GitHub makes one of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
