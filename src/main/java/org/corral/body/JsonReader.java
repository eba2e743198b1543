package org.corral.body;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.corral.ollama.ModelName;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what a JSON body asks for, from its first byte to its last and strictly: one object, nothing behind it, no key twice.
 * Ollama's decoder is lenient, so whatever it could understand in another way is refused here; what is left has one meaning,
 * and can be sent on byte for byte. Reads one body.
 */
final class JsonReader {
    private static final int MOST_DEPTH = 500;
    private static final int LONGEST_KEY = 500;

    private static final int LONGEST_NUMBER = 1000;
    /** The longest text that is read here; those that pass by unread may be as long as the body. */
    private static final int LONGEST_TEXT = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxNameLength(LONGEST_KEY)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Else keys of this body would be kept for the next one, and while it is read, all that it has.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final String TOOLS = "tools";
    private static final String TYPE = "type";
    private static final String WEB_SEARCH = "web_search";

    private final WholeBody body;
    private final BodyForm form;
    private final Utf8Reader text;
    private final UniqueKeys keys;
    private final Map<ModelField, String> models = new EnumMap<>(ModelField.class);
    private final List<Edit> edits = new ArrayList<>();
    private final BodyReduction reduction;
    private final Set<PrivilegedOption> cut = EnumSet.noneOf(PrivilegedOption.class);
    private final Set<PrivilegedOption> extras = EnumSet.noneOf(PrivilegedOption.class);
    private final ToolList tools = new ToolList();
    private final PromptPresence prompt = new PromptPresence();
    private Optional<Boolean> stream = Optional.empty();
    private Optional<Edit> keepAlive = Optional.empty(); // to what is permitted, if it is more
    private boolean unloads;
    private String outermostKey = "";

    private JsonReader(WholeBody body, BodyForm form, BodyReduction reduction, WorkingMemory memory) {
        this.body = body;
        this.text = new Utf8Reader(body);
        this.keys = new UniqueKeys(memory);
        this.form = form;
        this.reduction = reduction;
    }

    /** @param body is changed where a model's name has blanks around it, and where something is cut */
    static RequestedModels read(WholeBody body, BodyForm form, BodyReduction reduction)
            throws MalformedBodyException, RefusedException {
        try (WorkingMemory memory = body.workingMemory()) {
            return new JsonReader(body, form, reduction, memory).read();
        }
    }

    private RequestedModels read() throws MalformedBodyException, RefusedException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedBodyException("The request body is not a JSON object.");
            }
            readAll(parser);
        } catch (JacksonException e) {
            if (text.isMalformed()) {
                throw new MalformedBodyException(
                        "The request body is not JSON in UTF-8, as it is without compression or byte order mark.");
            }
            throw new MalformedBodyException("The request body is not valid JSON, is nested more than " + MOST_DEPTH
                    + " deep, or has a key, a number or a model's name that is too long.");
        }
        cut();
        edits.sort(Comparator.comparingLong(Edit::start).reversed());
        edits.forEach(body::edit);
        return new RequestedModels(List.copyOf(models.values()), stream, extras, cut);
    }

    /** An option that is left in place is wanted as well. */
    private void cut() {
        if (unloads && !prompt.isAsked(text)) {
            // Nothing else is wanted: without it the model would be loaded instead.
            extras.add(PrivilegedOption.UNLOAD);
        } else {
            keepAlive.ifPresent(edit -> cut(PrivilegedOption.KEEP_ALIVE, List.of(edit)));
        }
        if (extras.contains(PrivilegedOption.WEB_SEARCH)) {
            cut(PrivilegedOption.WEB_SEARCH, tools.cuts());
        }
    }

    private void cut(PrivilegedOption option, List<Edit> how) {
        if (reduction.what().contains(option) && !how.isEmpty()) {
            how.forEach(this::edit);
            cut.add(option);
            extras.remove(option);
        } else {
            extras.add(option);
        }
    }

    /** @param inText with the places in characters, as the parser counts; the body counts bytes */
    private void edit(Edit inText) {
        edits.add(new Edit(text.position(inText.start()), text.position(inText.end()), inText.with()));
    }

    private void readAll(JsonParser parser) throws MalformedBodyException, RefusedException {
        int depth = 1;
        keys.objectBegins();
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (depth == 2 && token.isScalarValue() && outermostKey.equals(TOOLS)) {
                tools.hasSomethingElse();
            }
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    begins(parser, token, depth);
                    depth++;
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    ends(parser, token, depth);
                }
                case PROPERTY_NAME -> {
                    keys.add(parser.currentName());
                    if (depth == 1) {
                        outermostKey = UniqueKeys.fold(parser.currentName());
                        readField(parser, outermostKey);
                    }
                }
                case VALUE_STRING -> {
                    prompt.hasText(
                            outermostKey, depth, parser.currentTokenLocation().getCharOffset());
                    if (depth == 3 && outermostKey.equals(TOOLS)) {
                        readTool(parser);
                    }
                }
                default -> {
                    // A value that does not matter here: nothing of it is kept.
                }
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedBodyException("The request body has something behind the JSON object.");
        }
    }

    /** @param depth outside of it */
    private void begins(JsonParser parser, JsonToken token, int depth) {
        boolean isObject = token == JsonToken.START_OBJECT;
        if (isObject) {
            keys.objectBegins();
        }
        prompt.hasPart(outermostKey, depth);
        if (!outermostKey.equals(TOOLS) || depth > 2) {
            return;
        }
        if (depth == 2 && isObject) {
            tools.begins(parser.currentTokenLocation().getCharOffset());
        } else if (depth == 2 || isObject) {
            tools.hasSomethingElse();
        }
    }

    /** @param depth outside of it */
    private void ends(JsonParser parser, JsonToken token, int depth) {
        boolean isObject = token == JsonToken.END_OBJECT;
        if (isObject) {
            keys.objectEnds();
        }
        if (depth == 2 && isObject && outermostKey.equals(TOOLS)) {
            tools.ends(parser.currentLocation().getCharOffset());
        }
    }

    /** Takes the value as well, if it matters. */
    private void readField(JsonParser parser, String key) throws MalformedBodyException {
        Optional<ModelField> field = ModelField.of(key, form);
        if (field.isPresent()) {
            readModel(parser, field.get());
            return;
        }
        switch (key) {
            case "stream" -> stream = readFlag(parser, key);
            case "_debug_render_only" ->
                note(PrivilegedOption.RENDERED_PROMPT, readFlag(parser, key).orElse(false));
            case "keep_alive" -> readKeepAlive(parser);
            case "files", "draft_files", "adapters", "modelfile" -> extras.add(PrivilegedOption.PARTS);
            case "remote_host" -> extras.add(PrivilegedOption.REMOTE);
            default -> {
                // Passes as it is.
            }
        }
    }

    private void note(PrivilegedOption option, boolean wanted) {
        if (wanted) {
            extras.add(option);
        }
    }

    /** A text in one of the objects of a list of tools. */
    private void readTool(JsonParser parser) {
        String key = parser.currentName(); // null in a list
        boolean isType = key != null && UniqueKeys.fold(key).equals(TYPE);
        if (isType && ModelName.trim(parser.getString()).startsWith(WEB_SEARCH)) {
            extras.add(PrivilegedOption.WEB_SEARCH);
            tools.isUnwanted();
        }
    }

    /** A text as it stands in JSON (RFC 8259, 7). */
    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    private void readModel(JsonParser parser, ModelField field) throws MalformedBodyException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
        // Halves of pairs would be other characters to Ollama.
        if (token != JsonToken.VALUE_STRING || text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            throw new MalformedBodyException("The field '" + field.key() + "' is not the name of a model.");
        }
        String trimmed = ModelName.trim(text);
        if (!trimmed.equals(text)) {
            edit(new Edit(
                    parser.currentTokenLocation().getCharOffset(),
                    parser.currentLocation().getCharOffset(),
                    quoted(trimmed)));
        }
        // An empty one is none: the next field counts.
        if (!trimmed.isEmpty()) {
            models.put(field, trimmed);
        }
    }

    private static Optional<Boolean> readFlag(JsonParser parser, String key) throws MalformedBodyException {
        return switch (parser.nextToken()) {
            case VALUE_TRUE -> Optional.of(true);
            case VALUE_FALSE -> Optional.of(false);
            case VALUE_NULL -> Optional.empty();
            default -> throw new MalformedBodyException("The field '" + key + "' is neither true nor false.");
        };
    }

    private void readKeepAlive(JsonParser parser) throws MalformedBodyException {
        JsonToken token = parser.nextToken();
        Duration longest = reduction.longestKeepAlive();
        KeepAlive requested =
                switch (token) {
                    case VALUE_NULL -> KeepAlive.USUAL;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> KeepAlive.of(parser.getDoubleValue(), longest);
                    case VALUE_STRING -> KeepAlive.of(parser.getString(), longest);
                    default ->
                        throw new MalformedBodyException("The field 'keep_alive' is neither a number nor a text.");
                };
        if (requested != KeepAlive.USUAL) {
            long start = parser.currentTokenLocation().getCharOffset();
            long end = token == JsonToken.VALUE_STRING
                    ? parser.currentLocation().getCharOffset()
                    : start + parser.getString().length();
            keepAlive = Optional.of(new Edit(start, end, requested.permitted(longest)));
            unloads = requested == KeepAlive.UNLOADS;
        }
    }
}
