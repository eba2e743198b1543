package org.corral.settings;

import java.util.List;
import java.util.Locale;

/**
 * The catalogue: every setting, its default as text, and one line on what it does. The order, the defaults and the
 * lines are those of web.xml and of the configuration page, and a test holds the three together.
 */
public enum Setting {
    OLLAMA_URLS(
            "http://127.0.0.1:11434",
            "The Ollama servers: URLs without a path, separated by commas, semicolons or blanks.",
            new Alias("OLLAMA_BASE_URLS"),
            new Alias("OLLAMA_BASE_URL"),
            new Alias("OLLAMA_API_BASE_URL", "/api")),
    DATA_DIR("~/.corral", "Folder of what Corral keeps: the embedded database. A leading ~ is the user's home."),
    PUBLIC_URL("", "The URL at which people reach Corral, context path included; hints name it when it is set."),

    ADMIN_EMAIL("", "E-mail address of the administrator created at start; needs a password as well."),
    ADMIN_PASSWORD(Kind.SECRET, "", "Password of that administrator."),
    ADMIN_NAME("Admin", "Name of that administrator."),
    SIGNUP(
            "first",
            "Who may sign up: first (one person, who becomes admin), open (everybody) or closed (nobody).",
            new Alias("ENABLE_SIGNUP")),
    DEFAULT_ROLE(
            "pending",
            "Role of those who sign up later: pending (waits for approval), user or admin.",
            new Alias("DEFAULT_USER_ROLE")),
    PASSWORD_ITERATIONS("210000", "Rounds of PBKDF2 for a password, 210000 to 10000000; old hashes grow at sign-in."),
    PASSWORD_QUEUE("64", "Sign-ins that may wait for a free processor core, 1 to 1000; more are told to come back."),
    ACCOUNT_CACHE("1s", "How long an account read from the database is believed, 0s to 10s."),
    API_KEYS(
            "on",
            "Whether people may make and use API keys: on or off; those that exist rest while it is off.",
            new Alias("ENABLE_API_KEYS")),

    AUTH(
            "on",
            "Whether people sign in: on, off (this machine alone gets in, as admin) or off-with-accounts (though others have some).",
            new Alias("WEBUI_AUTH")),
    SIGNIN_TRIES("15", "Tries to sign in to one account from one address within the window, 1 to 1000000; then 429."),
    SIGNIN_TRIES_PER_ADDRESS("300", "The same from one address to all accounts together, 1 to 1000000."),
    SIGNIN_WINDOW("3m", "How long tries to sign in are counted, 1s to 1d."),
    TRUSTED_PROXIES(
            "", "Addresses and networks of proxies whose X-Forwarded-For or Forwarded is believed; none by default."),

    SECRET(
            Kind.SECRET,
            "",
            "At least 16 characters that encrypt the signing keys in the database.",
            new Alias("WEBUI_SECRET_KEY")),
    FORMER_SECRET(
            Kind.SECRET, "", "What corral.secret was before: keys encrypted with it are encrypted anew at the start."),
    TOKEN_LIFETIME(
            "4w",
            "How long a token is good after sign-in, 1s to 3650d; 0 or -1 for ever.",
            new Alias("JWT_EXPIRES_IN")),
    TOKEN_ALGORITHM("RS256", "How tokens are signed: RS256, HS256, ES256 or EdDSA."),
    TOKEN_ISSUER("corral", "Claim iss of the tokens; a token with another one is refused."),
    TOKEN_AUDIENCE("corral", "Claim aud of the tokens; a token with another one is refused."),
    TOKEN_MAX_LENGTH("8192", "Longest token that is looked at, in characters, 1024 to 65536."),
    TOKEN_CACHE("10000", "How many verified tokens are remembered, 0 to 1000000."),
    KEY_ROTATION("90d", "How long one key signs until a new one takes its place, 1h to 3650d, or never."),
    KEY_PUBLISH_AHEAD("5m", "How long a new key is published before it signs, 0s to 7d."),

    COOKIE_SECURE("auto", "Attribute Secure of the cookie: auto (when the request came by HTTPS), always or never."),
    MAX_JSON_BODY("64KB", "Largest request body of Corral's own API, 1KB to 16MB; Ollama's bodies are not meant."),
    MAX_IMPORT_BODY("16MB", "Largest file of accounts that can be imported, 1KB to 256MB."),
    CORS_ORIGINS(
            "",
            "Origins whose pages may call Corral from a browser, separated by commas; * for all, without the cookie.",
            new Alias("CORS_ALLOW_ORIGIN")),

    JNDI_NAME("java:comp/env/jdbc/corral", "The server's data source; it is used when it exists."),
    JDBC_URL(Kind.CONFIDENTIAL, "", "Database when the server has no data source; none means H2 in the data folder."),
    JDBC_USER("", "User of the database at that URL."),
    JDBC_PASSWORD(Kind.SECRET, "", "Password of that user."),
    JDBC_POOL_SIZE("10", "Most connections to the database, 1 to 200; a data source of the server has its own."),
    JDBC_CONNECT_TIMEOUT("5s", "How long to wait for a connection to the database, 250ms to 10m."),

    CONNECT_TIMEOUT("3s", "How long to wait for Ollama to accept a connection, 1ms to 1w."),
    FIRST_BYTE_TIMEOUT("10m", "How long Ollama may think before its answer begins, 1ms to 1w."),
    SILENCE_TIMEOUT("5m", "How long Ollama may pause within an answer, 1ms to 1w."),
    UPLOAD_TIMEOUT("60s", "How long a caller may pause within a request body, 1ms to 1w."),
    MAX_CONNECTIONS("8192", "Most connections to each Ollama, 1 to 65535."),
    CONNECTION_WAIT("10s", "How long a request waits for one of these connections, 1ms to 1w."),
    STREAM_BUFFER("64KB", "What may wait in memory for one slow reader, or for one upload, 4KB to 64MB.");

    private enum Kind {
        PLAIN,
        /** Not a secret by itself, but it may contain one. */
        CONFIDENTIAL,
        SECRET
    }

    private final Kind kind;
    private final String defaultText;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, only its type doesn't say so.
    private final List<Alias> aliases;

    Setting(String defaultText, String description, Alias... aliases) {
        this(Kind.PLAIN, defaultText, description, aliases);
    }

    Setting(Kind kind, String defaultText, String description, Alias... aliases) {
        this.kind = kind;
        this.defaultText = defaultText;
        this.description = description;
        this.aliases = List.of(aliases);
    }

    /** The name as a system property and as a context-param, such as {@code corral.token-lifetime}. */
    public String dottedName() {
        return "corral." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name in the environment, such as {@code CORRAL_TOKEN_LIFETIME}. */
    public String environmentName() {
        return "CORRAL_" + name();
    }

    /** What holds when nobody says anything; empty when there is no default. */
    public String defaultText() {
        return defaultText;
    }

    /** One line for operators. */
    public String description() {
        return description;
    }

    /** Whether the value is a secret, which can also be read from a file. */
    public boolean isSecret() {
        return kind == Kind.SECRET;
    }

    /** Whether a message may repeat the value. */
    boolean isQuotable() {
        return kind == Kind.PLAIN;
    }

    /** Names of Open WebUI in the environment, the strongest first. */
    List<Alias> aliases() {
        return aliases;
    }

    String nameIn(Place place) {
        return place == Place.ENVIRONMENT ? environmentName() : dottedName();
    }

    /** The name under which this secret is given as the path of a file. */
    String fileNameIn(Place place) {
        return nameIn(place) + (place == Place.ENVIRONMENT ? "_FILE" : "-file");
    }
}
