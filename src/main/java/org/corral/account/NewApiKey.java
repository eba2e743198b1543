package org.corral.account;

import java.time.Instant;
import java.util.Optional;
import org.corral.access.Scope;

/** What somebody wants an API key to be. */
public record NewApiKey(String name, Scope scope, Optional<Instant> expiresAt) {
    /** The one of the routes that know of one key only. */
    static final NewApiKey DEFAULT = new NewApiKey("default", Scope.ALL, Optional.empty());
}
