package org.corral.access;

import org.corral.ollama.AllowList;
import org.corral.settings.Role;

/**
 * What an account is at this moment, whatever the token said when it was issued.
 *
 * @param models that it may use
 */
public record AccountSnapshot(String id, String email, String name, Role role, AllowList models) {}
