package org.corral.issuer;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Fetches the list of keys with the JDK's oldest client, which starts no threads that would outlive the web application.
 */
@FunctionalInterface
interface KeySource {
    Duration TIMEOUTS = Duration.ofSeconds(5);
    int LONGEST = 1 << 20;

    /** The list as JSON; blocks. */
    String fetch() throws IOException;

    static KeySource at(URI uri) {
        return () -> get(uri);
    }

    private static String get(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) TIMEOUTS.toMillis());
        connection.setReadTimeout((int) TIMEOUTS.toMillis());
        // No redirects: the request goes to the URL that the operator has set, and nowhere else.
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/json, application/jwk-set+json");
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode());
            }
            try (InputStream body = connection.getInputStream()) {
                byte[] bytes = body.readNBytes(LONGEST + 1);
                if (bytes.length > LONGEST) {
                    throw new IOException("more than " + LONGEST + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
