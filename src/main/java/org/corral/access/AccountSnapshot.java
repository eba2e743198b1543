package org.corral.access;

import org.corral.ollama.AllowList;
import org.corral.settings.Role;

/**
 * The state of an account at this moment, which may differ from the claims of a token.
 *
 * @param models that the account may use
 */
public record AccountSnapshot(String id, String email, String name, Role role, AllowList models) {}
