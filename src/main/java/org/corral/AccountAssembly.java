package org.corral;

import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.corral.account.Accounts;
import org.corral.account.AdminConfig;
import org.corral.account.ApiKeys;
import org.corral.account.CredentialDirectory;
import org.corral.account.ExternalIdentities;
import org.corral.account.KnownDevices;
import org.corral.account.OllamaKeys;
import org.corral.account.OpenSessions;
import org.corral.account.PasswordHashing;
import org.corral.account.RevokedTokens;
import org.corral.account.SeenSignatures;
import org.corral.account.Sessions;
import org.corral.account.SignIn;
import org.corral.account.SignInLimiter;
import org.corral.settings.Settings;
import org.corral.settings.SignInSettings;
import org.corral.storage.Database;
import org.corral.token.KeyRing;
import org.corral.token.KeyRingException;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenVerifier;

/** The accounts and their credentials, built on the database in the order in which one needs the other. */
record AccountAssembly(
        Accounts accounts,
        AdminConfig config,
        PasswordHashing hashing,
        KeyRing keys,
        TokenVerifier verifier,
        RevokedTokens revoked,
        OpenSessions openSessions,
        Sessions sessions,
        ApiKeys apiKeys,
        OllamaKeys ollamaKeys,
        CredentialDirectory directory,
        ExternalIdentities identities,
        SignIn signIn,
        KnownDevices devices,
        SignInLimiter limiter) {

    /** Blocks for the database. */
    static AccountAssembly open(
            Settings settings, Database database, PasswordHashing hashing, IdentityStoreHandler stores, Clock clock)
            throws KeyRingException {
        SignInSettings signIns = settings.signIn();
        Accounts accounts = new Accounts(database, settings.account(), clock);
        AdminConfig config = new AdminConfig(
                database, settings.account(), settings.apiKeys(), settings.token(), fixed(settings), clock);

        KeyRing keys = KeyRing.open(database, settings.token(), config::tokenLifetime, settings.keys(), clock);
        TokenIssuer issuer = new TokenIssuer(keys, settings.token(), config::tokenLifetime, clock);
        TokenVerifier verifier = new TokenVerifier(keys, settings.token(), config::tokenLifetime, clock);

        RevokedTokens revoked = new RevokedTokens(database, signIns.mostSignedOut(), clock);
        OpenSessions open = new OpenSessions(database, clock);
        Sessions sessions = new Sessions(issuer, revoked, open, accounts);

        ApiKeys apiKeys = new ApiKeys(database, accounts, settings.account(), config::apiKeysAreOn, clock);
        SeenSignatures seen = new SeenSignatures(database, settings.signatures(), clock);
        OllamaKeys ollamaKeys = new OllamaKeys(database, accounts, settings.account(), seen, clock);
        CredentialDirectory directory = new CredentialDirectory(accounts, revoked, apiKeys, ollamaKeys, open);

        ExternalIdentities identities = new ExternalIdentities(database, accounts, clock);
        SignIn signIn = new SignIn(stores, accounts, identities);
        KnownDevices devices = KnownDevices.open(database, signIns.deviceLife(), clock);
        SignInLimiter limiter = new SignInLimiter(database, signIns, devices, clock);

        accounts.whenRightsChange(config::recheck);
        accounts.whenRightsChange(apiKeys::recheck);
        accounts.whenRightsChange(ollamaKeys::recheck);
        return new AccountAssembly(
                accounts,
                config,
                hashing,
                keys,
                verifier,
                revoked,
                open,
                sessions,
                apiKeys,
                ollamaKeys,
                directory,
                identities,
                signIn,
                devices,
                limiter);
    }

    /** The settings that admins are shown under the names of Open WebUI, and change by a restart. */
    private static Map<String, Object> fixed(Settings settings) {
        return Map.of(
                "WEBUI_URL", settings.http().publicUrl().map(URI::toString).orElse(""));
    }
}
