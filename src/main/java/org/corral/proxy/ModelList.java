package org.corral.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.corral.backend.FetchResult;
import org.corral.http.JsonText;
import org.corral.ollama.AllowList;
import org.corral.ollama.ModelListing;
import org.corral.ollama.ModelName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One list of models, made of those of several servers, without what somebody may not use. */
final class ModelList {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** With Ollama the first two, which are alike; with OpenAI the last. */
    private static final List<String> NAMES = List.of("model", "name", "id");

    private static final String DETAILS = "details";
    private static final String PARENT = "parent_model";

    private final ModelListing listing;
    private final AllowList permitted;
    private final Set<ModelName> seen = new HashSet<>();

    private ModelList(ModelListing listing, AllowList permitted) {
        this.listing = listing;
        this.permitted = permitted;
    }

    /**
     * As the servers' own answers are, but for what is left out.
     *
     * @return empty if none of them is a list
     */
    static Optional<byte[]> of(ModelListing listing, List<FetchResult> answers, AllowList permitted) {
        return new ModelList(listing, permitted).merge(answers).map(JsonText::bytes);
    }

    /**
     * One model of the list of OpenAI's API, as it stands there.
     *
     * @param name as the caller spells it
     * @return empty if it is not there, or may not be used
     */
    static Optional<byte[]> one(ModelName name, List<FetchResult> answers, AllowList permitted) {
        ModelList lists = new ModelList(ModelListing.OPENAI, permitted);
        return lists.merge(answers).flatMap(lists::entries).stream()
                .flatMap(entries -> entries.valueStream())
                .filter(entry -> name(entry).filter(name::equals).isPresent())
                .findFirst()
                .map(JsonText::bytes);
    }

    private Optional<ObjectNode> merge(List<FetchResult> answers) {
        Optional<ObjectNode> first = Optional.empty();
        for (FetchResult answer : answers) {
            Optional<ObjectNode> next = list(answer);
            if (next.isEmpty()) {
                continue;
            }
            entries(next.get()).ifPresent(this::filter);
            if (first.isEmpty()) {
                first = next;
            } else {
                Optional<ArrayNode> more = entries(next.get());
                entries(first.get()).ifPresent(all -> more.ifPresent(all::addAll));
            }
        }
        return first;
    }

    private static Optional<ObjectNode> list(FetchResult answer) {
        try {
            return answer.isOk() && JSON.readTree(answer.body()) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Empty where there are none. */
    private Optional<ArrayNode> entries(ObjectNode list) {
        String field = listing.field();
        return list.get(field) instanceof ArrayNode entries ? Optional.of(entries) : Optional.of(list.putArray(field));
    }

    private void filter(ArrayNode entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            JsonNode entry = entries.get(i);
            boolean isNew = !listing.namesEachModelOnce()
                    || name(entry).filter(seen::contains).isEmpty();
            if (permits(entry) && isNew) {
                hideParent(entry);
            } else {
                entries.remove(i);
            }
        }
        entries.forEach(entry -> name(entry).ifPresent(seen::add));
    }

    /** By every name that it has there: each of them is shown. */
    private boolean permits(JsonNode entry) {
        List<String> names = names(entry).toList();
        return permitted.isAll() || (!names.isEmpty() && names.stream().allMatch(this::permits));
    }

    private boolean permits(String name) {
        return permitted.isAll()
                || ModelName.of(name).filter(permitted::permits).isPresent();
    }

    /** Hides the model that this one was made from. Ollama itself writes an empty text if it does not know that. */
    private void hideParent(JsonNode entry) {
        if (entry.path(DETAILS) instanceof ObjectNode details
                && details.path(PARENT).isString()
                && !permits(details.path(PARENT).asString())) {
            details.put(PARENT, "");
        }
    }

    private static Optional<ModelName> name(JsonNode entry) {
        return names(entry).findFirst().flatMap(ModelName::of);
    }

    private static Stream<String> names(JsonNode entry) {
        return NAMES.stream().map(entry::path).filter(JsonNode::isString).map(JsonNode::asString);
    }
}
