package org.corral.account;

import java.time.Instant;
import java.util.Optional;
import org.corral.access.Scope;

/** An API key that is to be made. Its values are checked already. */
public record NewApiKey(String name, Scope scope, Optional<Instant> expiresAt) {
    /** The key of the routes that know one key for each account. */
    static final NewApiKey DEFAULT = new NewApiKey("default", Scope.ALL, Optional.empty());
}
