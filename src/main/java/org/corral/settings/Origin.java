package org.corral.settings;

/**
 * Where the value of one setting came from. Prints as {@code OLLAMA_BASE_URL (environment)}.
 *
 * @param name the name that the operator used: ours, one of Open WebUI's, or that of a file
 */
public record Origin(Place place, String name) {

    @Override
    public String toString() {
        return name + " (" + place.text() + ")";
    }
}
