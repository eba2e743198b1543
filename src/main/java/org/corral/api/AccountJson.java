package org.corral.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.account.Account;

/** Accounts as the API shows them, in the names that Open WebUI's scripts read. Never with the password hash. */
final class AccountJson {
    private AccountJson() {}

    static Map<String, Object> brief(Account account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", account.id());
        // As Open WebUI has them: scripts compare what they read.
        json.put("email", account.emailKey());
        json.put("name", account.name());
        json.put("role", account.role().text());
        json.put("profile_image_url", account.profileImageUrl());
        return json;
    }

    /** For admins: with the times, in epoch seconds; {@code last_active_at} is null before the first sign-in. */
    static Map<String, Object> full(Account account) {
        Map<String, Object> json = brief(account);
        json.put(
                "last_active_at",
                account.lastActiveAt().map(AccountJson::seconds).orElse(null));
        json.put("updated_at", seconds(account.updatedAt()));
        json.put("created_at", seconds(account.createdAt()));
        return json;
    }

    /** With the end of the session in epoch seconds; null if it has none. */
    static Map<String, Object> session(String token, Optional<Instant> expiresAt, Account account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", token);
        json.put("token_type", "Bearer");
        json.put("expires_at", expiresAt.map(Instant::getEpochSecond).orElse(null));
        json.putAll(brief(account));
        return json;
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000L);
    }
}
