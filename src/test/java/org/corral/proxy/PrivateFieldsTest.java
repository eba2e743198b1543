package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields as proxies, clouds and programs name them. */
class PrivateFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Corral's own
                "Authorization, Cookie, X-Api-Key",
                // oauth2-proxy
                "X-Forwarded-Access-Token, X-Forwarded-User, X-Forwarded-Email, X-Forwarded-Groups",
                "X-Forwarded-Preferred-Username, X-Auth-Request-User, X-Auth-Request-Email, X-Auth-Request-Groups",
                "X-Auth-Request-Access-Token, X-Auth-Request-Preferred-Username, X-Auth-Request-Redirect",
                // Cloudflare Access
                "Cf-Access-Jwt-Assertion, Cf-Access-Authenticated-User-Email, CF-Access-Client-Id, CF-Access-Client-Secret",
                "CF-Connecting-IP, CF-Authorization, True-Client-IP",
                // Amazon
                "x-amzn-oidc-data, x-amzn-oidc-accesstoken, x-amzn-oidc-identity, x-amz-security-token",
                "X-Amzn-Mtls-Clientcert, X-Amzn-Mtls-Clientcert-Subject, x-amz-cognito-identity",
                // Google
                "X-Goog-IAP-JWT-Assertion, X-Goog-Authenticated-User-Email, X-Goog-Authenticated-User-Id",
                "X-Serverless-Authorization, X-Apigateway-Api-Userinfo, X-Endpoint-API-UserInfo, X-Goog-Api-Key",
                // Microsoft
                "X-MS-CLIENT-PRINCIPAL, X-MS-CLIENT-PRINCIPAL-NAME, X-MS-CLIENT-PRINCIPAL-ID, X-MS-TOKEN-AAD-ID-TOKEN",
                "X-MS-TOKEN-AAD-ACCESS-TOKEN, X-MS-TOKEN-AAD-REFRESH-TOKEN, X-ARR-ClientCert, X-ARR-SSL",
                "Ocp-Apim-Subscription-Key, X-Functions-Key, X-Azure-ClientIP, X-Azure-FDID",
                // others that sign people in
                "Remote-User, Remote-Groups, Remote-Name, Remote-Email, REMOTE_USER, X-Remote-User, X-Remote-Group",
                "X-Pomerium-Jwt-Assertion, X-Pomerium-Claim-Email, X-Vouch-User, X-Vouch-IdP-AccessToken, X-Vouch-Success",
                "X-authentik-username, X-authentik-groups, X-authentik-jwt, X-authentik-meta-outpost",
                "Tailscale-User-Login, Tailscale-User-Name, Tailscale-User-Profile-Pic, X-Tailscale-User",
                "X-WEBAUTH-USER, X-Grafana-Id, Teleport-Jwt-Assertion, X-Userinfo, X-ID-Token, X-Access-Token, X-AccessToken",
                "OIDC_CLAIM_sub, OIDC-Claim-Email, OIDC_access_token, MELLON_NAME_ID, Shib-Identity-Provider, eppn, affiliation",
                "iv-user, iv-groups, iv-creds, SM_USER, SM_USERDN, OAM_REMOTE_USER, X-RH-Identity, X-SSO-User",
                "X-Consumer-Username, X-Consumer-Custom-ID, X-Credential-Identifier, X-Anonymous-Consumer",
                "X-Hasura-Admin-Secret, X-Hasura-Role, X-Scope-OrgID, X-Keycloak-Token, kong-jwt",
                // certificates
                "SSL-Client-Cert, Ssl-Client-Subject-Dn, X-SSL-Client-Verify, X-Client-Cert, X-Client-DN, Client-Cert",
                "Client-Cert-Chain, X-Forwarded-Client-Cert, X-Forwarded-Tls-Client-Cert, X-Mtls-Subject",
                // the way of a request
                "X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Prefix, X-Forwarded-Uri, X-Forwarded-Server",
                "X-Original-URL, X-Original-Forwarded-For, X-Original-Host, X-Real-IP, X-Client-IP, X-Cluster-Client-IP",
                "X-Envoy-External-Address, Fly-Client-IP, Fastly-Client-IP, Proxy-Client-IP, WL-Proxy-Client-IP",
                // proofs, and what else is nobody's to keep
                "DPoP, Signature, Signature-Input, X-CSRF-Token, X-XSRF-TOKEN, X-Csrf, X-Session-Id, session_id",
                "X-User, X-User-Id, UserId, X-Email, X-Login, X-Roles, X-Tenant-Id, X-Uid, X-Secret, X-Passwd, X-Jwt",
                "apikey, api-key, X-Vercel-Oidc-Token, Private-Token, Job-Token, X-Vault-Token, X-Gitlab-Token"
            })
    void whatSaysWhoSomebodyIsDoesNotPass(String names) {
        for (String name : names.split(", ", -1)) {
            assertThat(PrivateFields.has(name)).as(name).isTrue();
            assertThat(PrivateFields.has(name.toLowerCase(Locale.ROOT)))
                    .as(name)
                    .isTrue();
            assertThat(PrivateFields.has(name.toUpperCase(Locale.ROOT)))
                    .as(name)
                    .isTrue();
            assertThat(PrivateFields.has(name.replace('-', '_'))).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept, Accept-Encoding, Accept-Language, Accept-Charset, User-Agent, Content-Type, Content-Encoding",
                "Content-Language, Content-Disposition, Content-MD5, Digest, Date, Range, If-Match, If-None-Match",
                "If-Modified-Since, Cache-Control, Pragma, Prefer, Priority, Max-Forwards, Via, DNT, Save-Data, Warning",
                "Idempotency-Key, X-Requested-With, Upgrade-Insecure-Requests, Sec-Fetch-Mode, Sec-Fetch-Site, Sec-CH-UA",
                "traceparent, tracestate, baggage, b3, X-B3-TraceId, X-B3-SpanId, X-Request-Id, X-Correlation-Id",
                "X-Amzn-Trace-Id, X-Cloud-Trace-Context, sentry-trace, x-datadog-trace-id, uber-trace-id, CDN-Loop",
                "anthropic-version, anthropic-beta, anthropic-dangerous-direct-browser-access, x-app, originator",
                "OpenAI-Organization, OpenAI-Project, OpenAI-Beta, X-Stainless-Lang, X-Stainless-Package-Version",
                "X-Stainless-OS, X-Stainless-Arch, X-Stainless-Runtime, X-Stainless-Retry-Count, X-Stainless-Timeout",
                "X-Title, HTTP-Referer, X-Client, X-Source, conversation_id, X-Custom, X-Many, X-Empty, X-Bytes, X-Test"
            })
    void whatProgramsSayOfThemselvesAndOfARequestPasses(String names) {
        for (String name : names.split(", ", -1)) {
            assertThat(PrivateFields.has(name)).as(name).isFalse();
            assertThat(PrivateFields.has(name.toUpperCase(Locale.ROOT)))
                    .as(name)
                    .isFalse();
        }
    }
}
