package org.corral.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Go program finds in a form: a small model of {@code mime/multipart} and {@code mime.ParseMediaType}, written from what
 * is documented of them and tried beside them. It shares nothing with the reader under test. Texts have a character for each byte.
 */
public final class GoForm {
    /**
     * A part that has a name.
     *
     * @param file the name of the file; a part without one is a field
     */
    public record Part(String name, Optional<String> file, String content) {}

    /** The program refuses it. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    private record Value(String value, Map<String, String> parameters) {}

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*;\\s*(" + TOKEN + ")=(?:(" + TOKEN + ")|\"((?:[^\"\\\\\r\n]|\\\\.)*)\")(.*)", Pattern.DOTALL);

    private final String body;
    private final String dashes;
    private String newline = "\r\n";
    private int at;

    private GoForm(String body, String boundary) {
        this.body = body;
        this.dashes = "--" + boundary;
    }

    /** All parts that have a name. */
    public static List<Part> read(String contentType, byte[] body) throws Refused {
        Value type = value(contentType);
        String boundary = type.parameters().get("boundary");
        if (!type.value().equals("multipart/form-data") || boundary == null) {
            throw new Refused("no form");
        }
        return new GoForm(new String(body, StandardCharsets.ISO_8859_1), boundary).parts();
    }

    private List<Part> parts() throws Refused {
        List<Part> parts = new ArrayList<>();
        boolean first = true;
        boolean expected = false;
        while (true) {
            int start = at;
            int end = body.indexOf('\n', at);
            String line = end < 0 ? body.substring(at) : body.substring(at, end + 1);
            at += line.length();
            if (isLast(line)) {
                return parts;
            }
            if (end < 0) {
                throw new Refused("cut short at " + start);
            }
            if (isDelimiter(line, first)) {
                first = false;
                expected = false;
                part().ifPresent(parts::add);
            } else if (expected) {
                throw new Refused("no delimiter: " + line);
            } else if (!first) {
                if (!line.equals(newline)) {
                    throw new Refused("unexpected: " + line);
                }
                expected = true;
            }
        }
    }

    private boolean isDelimiter(String line, boolean first) {
        if (!line.startsWith(dashes)) {
            return false;
        }
        String rest = withoutBlanks(line.substring(dashes.length()));
        if (first && rest.equals("\n")) {
            newline = "\n";
        }
        return rest.equals(newline);
    }

    private boolean isLast(String line) {
        if (!line.startsWith(dashes + "--")) {
            return false;
        }
        String rest = withoutBlanks(line.substring(dashes.length() + 2));
        return rest.isEmpty() || rest.equals(newline);
    }

    private static String withoutBlanks(String text) {
        return text.replaceFirst("^[ \t]+", "");
    }

    private Optional<Part> part() throws Refused {
        Map<String, String> head = head();
        int start = at;
        if (matches(start, dashes)) {
            at = start;
        } else {
            at = start - 1;
            do {
                at = body.indexOf(newline + dashes, at + 1);
                if (at < 0) {
                    throw new Refused("cut short in a part");
                }
            } while (!matches(at, newline + dashes));
        }
        String content = body.substring(start, at);
        if (head.getOrDefault("content-transfer-encoding", "").equalsIgnoreCase("quoted-printable")) {
            throw new Refused("not modelled");
        }
        Value disposition;
        try {
            disposition = value(head.getOrDefault("content-disposition", ""));
        } catch (Refused e) {
            return Optional.empty();
        }
        String name = disposition.parameters().getOrDefault("name", "");
        if (!disposition.value().equals("form-data") || name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> file = Optional.of(disposition.parameters().getOrDefault("filename", ""))
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(text.lastIndexOf('/') + 1));
        return Optional.of(new Part(name, file, content));
    }

    /** Whether a delimiter ends there, as far as that is looked at within a part. */
    private boolean matches(int where, String prefix) {
        if (!body.startsWith(prefix, where)) {
            return false;
        }
        String rest = body.substring(where + prefix.length(), Math.min(body.length(), where + prefix.length() + 2));
        return rest.isEmpty() || " \t\r\n".indexOf(rest.charAt(0)) >= 0 || rest.equals("--");
    }

    private Map<String, String> head() throws Refused {
        Map<String, String> fields = new HashMap<>();
        String line = line();
        while (!line.isEmpty()) {
            StringBuilder whole = new StringBuilder(line);
            for (line = line(); line.startsWith(" ") || line.startsWith("\t"); line = line()) {
                whole.append(' ').append(line.strip());
            }
            int colon = whole.indexOf(":");
            String name = whole.substring(0, Math.max(0, colon));
            if (!name.matches(TOKEN)) {
                throw new Refused("no field: " + whole);
            }
            fields.putIfAbsent(
                    name.toLowerCase(Locale.ROOT), whole.substring(colon + 1).strip());
        }
        return fields;
    }

    private String line() throws Refused {
        int end = body.indexOf('\n', at);
        if (end < 0) {
            throw new Refused("cut short in a head");
        }
        String line = body.substring(at, end).stripTrailing();
        at = end + 1;
        return line;
    }

    private static Value value(String text) throws Refused {
        int semicolon = text.indexOf(';');
        String value =
                (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        String rest = semicolon < 0 ? "" : text.substring(semicolon);
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> encoded = new HashMap<>();
        while (!rest.isBlank()) {
            if (rest.strip().equals(";")) {
                break;
            }
            Matcher next = PARAMETER.matcher(rest);
            if (!next.matches()) {
                throw new Refused("no parameter: " + rest);
            }
            String name = next.group(1).toLowerCase(Locale.ROOT);
            String content = next.group(2) == null ? unescaped(next.group(3)) : next.group(2);
            Map<String, String> into = name.endsWith("*") ? encoded : parameters;
            if (into.put(name.replace("*", ""), content) != null) {
                throw new Refused("twice: " + name);
            }
            rest = next.group(4);
        }
        encoded.forEach((name, content) -> decoded(content).ifPresent(plain -> parameters.put(name, plain)));
        return new Value(value, parameters);
    }

    /** Only before what would end a token; before anything else it is a backslash. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escapes = text.charAt(i) == '\\'
                    && i + 1 < text.length()
                    && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(i + 1)) >= 0;
            i += escapes ? 1 : 0;
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static Optional<String> decoded(String text) {
        String[] parts = text.split("'", 3);
        if (parts.length < 3 || !(parts[0].equalsIgnoreCase("utf-8") || parts[0].equalsIgnoreCase("us-ascii"))) {
            return Optional.empty();
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < parts[2].length(); i++) {
            if (parts[2].charAt(i) == '%') {
                plain.append((char) Integer.parseInt(parts[2].substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(parts[2].charAt(i));
            }
        }
        return Optional.of(plain.toString());
    }
}
