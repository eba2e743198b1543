package org.corral.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.account.Account;

/** Writes accounts with the names that scripts for Open WebUI read. Never with the password hash. */
final class AccountJson {
    private AccountJson() {}

    static Map<String, Object> brief(Account account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", account.id());
        // In lower case as in Open WebUI, because scripts compare addresses.
        json.put("email", account.emailKey());
        json.put("name", account.name());
        json.put("role", account.role().text());
        json.put("profile_image_url", account.profileImageUrl());
        return json;
    }

    /** For admins: adds the times, in seconds since 1970; {@code last_active_at} is null before the first sign-in. */
    static Map<String, Object> full(Account account) {
        Map<String, Object> json = brief(account);
        json.put(
                "last_active_at",
                account.lastActiveAt().map(AccountJson::seconds).orElse(null));
        json.put("updated_at", seconds(account.updatedAt()));
        json.put("created_at", seconds(account.createdAt()));
        return json;
    }

    /** A session with its token. {@code expires_at} is in seconds since 1970, or null if the session has no end. */
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
