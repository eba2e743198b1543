package org.corral.settings;

import static org.corral.settings.Setting.COOKIE_SECURE;
import static org.corral.settings.Setting.CORS_ORIGINS;
import static org.corral.settings.Setting.MAX_IMPORT_BODY;
import static org.corral.settings.Setting.MAX_JSON_BODY;
import static org.corral.settings.Setting.PUBLIC_URL;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of HTTP that every feature uses.
 *
 * @param publicUrl with http or https and with the context path, without a slash at its end
 * @param maxJsonBody 1 KB to 16 MB, for Corral's own API
 * @param maxImportBody 1 KB to 256 MB, for a file of accounts
 * @param corsOrigins origins as browsers write them, {@code *} alone for all, {@code scheme://*} for all of a scheme
 */
public record HttpSettings(
        Optional<URI> publicUrl,
        Size maxJsonBody,
        Size maxImportBody,
        CookieSecure cookieSecure,
        Set<String> corsOrigins) {
    private static final Range<Size> IMPORT_BODY = new Range<>(new Size(1 << 10), new Size(256 << 20));
    private static final Range<Size> JSON_BODY = new Range<>(new Size(1 << 10), new Size(16 << 20));

    public HttpSettings {
        publicUrl.ifPresent(url -> HttpUrls.require("publicUrl", url));
        JSON_BODY.require("maxJsonBody", maxJsonBody);
        IMPORT_BODY.require("maxImportBody", maxImportBody);
        corsOrigins = Set.copyOf(corsOrigins);
        if (corsOrigins.contains(OriginList.ANY) && corsOrigins.size() > 1) {
            throw new IllegalArgumentException("* stands with others");
        }
    }

    /** Whether pages of every origin may call Corral. */
    public boolean anyCorsOrigin() {
        return corsOrigins.contains(OriginList.ANY);
    }

    static HttpSettings read(SettingReader in) {
        return new HttpSettings(
                in.optional(PUBLIC_URL, HttpUrls::parsePublicUrl),
                in.size(MAX_JSON_BODY, JSON_BODY),
                in.size(MAX_IMPORT_BODY, IMPORT_BODY),
                in.choice(COOKIE_SECURE, CookieSecure.values(), CookieSecure::text),
                in.optional(CORS_ORIGINS, OriginList::parse).orElse(Set.of()));
    }
}
