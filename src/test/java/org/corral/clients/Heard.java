package org.corral.clients;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a client gave to the one who uses it.
 *
 * @param pieces of a streamed answer, those with nothing in them left out
 * @param value of an answer that came at once; missing where it did not
 * @param error the class of what was thrown; empty if nothing was
 * @param message of what was thrown
 * @param status as the error knows it; 0 if it does not
 */
record Heard(List<String> pieces, JsonNode value, String error, String message, int status) {}
