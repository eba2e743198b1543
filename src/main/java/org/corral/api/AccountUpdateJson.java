package org.corral.api;

import java.util.Set;
import org.corral.account.AccountUpdate;
import org.corral.account.EmailAddress;
import org.corral.http.JsonFields;
import org.corral.http.RefusedException;

/** Reads what an admin asks to be changed in an account. */
final class AccountUpdateJson {
    /**
     * Other fields of an account, here or at Open WebUI. They are ignored, so that a script can send back a whole
     * account.
     */
    private static final Set<String> SHOWN = Set.of(
            "id",
            "created_at",
            "updated_at",
            "last_active_at",
            "is_active",
            "username",
            "bio",
            "gender",
            "date_of_birth",
            "timezone",
            "presence_state",
            "status_emoji",
            "status_message",
            "status_expires_at",
            "profile_banner_image_url",
            "info",
            "settings",
            "permissions",
            "groups",
            "group_ids",
            "oauth",
            "oauth_sub",
            "scim",
            "api_key");

    private AccountUpdateJson() {}

    static AccountUpdate read(JsonFields fields) throws RefusedException {
        AccountUpdate update = new AccountUpdate(
                fields.optionalText("role").orElse(""),
                fields.optionalText("name").orElse(""),
                EmailAddress.typed(fields.optionalText("email").orElse("")),
                fields.optionalText("profile_image_url").orElse(""),
                fields.optionalText("password").orElse(""),
                fields.optionalText("current_password").orElse(""),
                fields.flag("identity_store"));
        fields.ignoring(SHOWN::contains).finish();
        return update;
    }
}
