package org.corral.settings;

import java.util.List;

/**
 * The catalogue: every setting, its default as text, and one line on what it does. The order, the defaults and the
 * lines are those of web.xml and of the configuration page, and a test holds the three together.
 */
public enum Setting {
    OLLAMA_URLS(
            "http://127.0.0.1:11434",
            "The Ollama servers: URLs without a path, separated by commas, semicolons or blanks; wishes behind a #.",
            new Alias("OLLAMA_BASE_URLS"),
            new Alias("OLLAMA_BASE_URL"),
            new Alias("OLLAMA_API_BASE_URL", "/api")),
    DATA_DIR("~/.corral", "Folder of what Corral keeps: the embedded database. A leading ~ is the user's home."),
    PUBLIC_URL(
            "", "The URL at which people reach Corral, with the path that it has there; cookies and hints follow it."),

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
    SIGNATURE_REPEAT(
            "10s",
            "How long a change signed by an ollama may come again, word for word, from the same address, 0s to 5m."),
    MAX_SIGNATURES(
            "10000",
            "Most changes signed by one account's ollamas in ten minutes, on each node, 1 to 1000000; then 429."),

    AUTH(
            "on",
            "Whether people sign in: on, off (this machine alone gets in, as admin) or off-with-accounts (though others have some).",
            new Alias("WEBUI_AUTH")),
    SIGNIN_TRIES("15", "Tries to sign in to one account from one address within the window, 1 to 1000000; then 429."),
    SIGNIN_TRIES_PER_ADDRESS("300", "The same from one address to all accounts together, 1 to 1000000."),
    SIGNIN_TRIES_ON_DEVICES(
            "30",
            "The same for one account from all devices together on which somebody has signed in to it, 1 to 1000000."),
    SIGNIN_WINDOW("3m", "How long tries to sign in are counted, 1s to 1d."),
    DEVICE_LIFE("365d", "How long a device is known after a sign-in, 1h to 400d, unless the password is changed."),
    MAX_SIGNED_OUT(
            "10000",
            "Tokens of one account that are remembered as signed out, 10 to 1000000; beyond it all its sessions end."),
    TRUSTED_PROXIES(
            "",
            "Addresses and networks of proxies whose X-Forwarded-For, X-Forwarded-Proto or Forwarded is believed; none by"
                    + " default."),

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
            "Origins whose pages may call Corral from a browser, separated by commas; moz-extension://* for a whole scheme,"
                    + " * for all, both without the cookie.",
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
    MANAGE_TIMEOUT("6h", "The same where it pulls, pushes or makes a model, if that is longer, 1ms to 1w."),
    UPLOAD_TIMEOUT(
            "60s", "How long a caller may pause within a request body or an answer of Corral itself, 1ms to 1w."),
    BODY_TIMEOUT("5m", "How long a whole request may take to arrive, 1ms to 1w; uploads of models are not meant."),
    HEARTBEAT("5s", "Silence after which a streamed answer says that it lives, 0s to 1h; 0s for never."),
    MAX_REQUESTS(
            "0", "Most requests to Ollama in hand at once, 0 to 1000000; 0 for as many as half of Java's heap holds."),
    REQUESTS_PER_SERVER("8192", "Most requests that each Ollama answers at once, 1 to 65535; more wait in the queue."),
    QUEUE_LENGTH("1000", "Most requests that wait in the queue, 0 to 100000; more get 503 with Retry-After."),
    QUEUE_TIMEOUT("1m", "How long a request waits in the queue, 1ms to 1w; then 503."),
    IDLE_CONNECTION("90s", "How long a connection to Ollama is kept that nobody uses, 1ms to 1w."),
    IO_THREADS("0", "Threads that read from and write to Ollama, 0 to 64; 0 for as many as there are cores."),
    MAX_ANSWER_HEAD("64KB", "Most of status and fields that an answer of Ollama may have, 4KB to 1MB."),
    MAX_ANSWER_FIELDS("200", "Most header fields that an answer of Ollama may have, 20 to 10000."),
    STREAM_BUFFER("64KB", "What may wait in memory for one slow reader, or for one upload, 4KB to 64MB."),
    MAX_BODY("64MB", "Largest request to a model, images included, 64KB to 1GB; uploads of models are not meant."),
    BODY_MEMORY("128MB", "Memory for all requests together, 1MB to 64GB; beyond it callers are told to come back."),
    LINGER_SIZE(
            "64MB",
            "How much is read, after the answer, of a request body that nobody wants any more, 0 to 1GB; 0 for none."),
    LINGER_TIME("5s", "For how long it is read, so that who is still sending gets the answer and no reset, 0s to 10m."),
    MAX_LIST("16MB", "Largest list of models that is read from an Ollama, 64KB to 256MB."),

    HEALTH_INTERVAL("5s", "How often each of several Ollama servers is asked which models it has, 1s to 1h."),
    HEALTH_TIMEOUT("5s", "How long it may take to say so, 1ms to 1w."),
    MAX_FAILURES("3", "Failed requests within the window after which a server is taken to be down, 1 to 1000."),
    FAILURE_WINDOW("10s", "That window, 1s to 1h."),
    SLOW_START("30s", "How long a server that was down gets less than its share, 0s to 1h."),

    OLLAMA_ROUTES(
            "", "Routes of Ollama to open beside the known ones, or for another role, as in POST /api/pull user."),
    KEEP_ALIVE("admin", "Who may unload or pin models by keep_alive: user (and admin), admin or nobody."),
    LONGEST_KEEP_ALIVE("24h", "The longest keep_alive that is not pinning, 1m to 365d."),
    DEBUG_RENDER("admin", "Who may see rendered prompts by _debug_render_only: user, admin or nobody."),
    CLOUD_MODELS("admin", "Who may use models that another company runs: user, admin or nobody."),
    FOREIGN_PULL("admin", "Who may pull models from other hosts than Ollama's own: user, admin or nobody."),
    REFUSE_EXTRAS(
            "off",
            "Whether a request is refused that wishes or offers what its caller may not use, such as keep_alive or"
                    + " web_search: on or off; off takes that out.");

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
        return Place.CONTEXT_PARAM.spell(name());
    }

    /** The name in the environment, such as {@code CORRAL_TOKEN_LIFETIME}. */
    public String environmentName() {
        return Place.ENVIRONMENT.spell(name());
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
        return place.spell(name());
    }

    /** The name under which this secret is given as the path of a file. */
    String fileNameIn(Place place) {
        return nameIn(place) + (place == Place.ENVIRONMENT ? "_FILE" : "-file");
    }
}
