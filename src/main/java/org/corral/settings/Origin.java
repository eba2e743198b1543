package org.corral.settings;

/**
 * Where the value of one setting came from. Prints as {@code OLLAMA_BASE_URL (environment)}.
 *
 * @param name that the operator has used: of the setting, of Open WebUI, or of a file
 */
public record Origin(Place place, String name) {

    @Override
    public String toString() {
        return name + " (" + place.text() + ")";
    }
}
