package org.corral.settings;

import java.util.List;

/**
 * The catalogue of settings: each with its default as text, and one line on what it does. web.xml and the configuration
 * page have the same order, defaults and lines, which a test checks.
 */
public enum Setting {
    OLLAMA_URLS(
            "http://127.0.0.1:11434",
            "URLs of the Ollama servers without a path, separated by commas, semicolons or blanks; options"
                    + " of a server follow a #.",
            new Alias("OLLAMA_BASE_URLS"),
            new Alias("OLLAMA_BASE_URL"),
            new Alias("OLLAMA_API_BASE_URL", "/api")),
    DATA_DIR("~/.corral", "Folder for Corral's data, that is the embedded database. A leading ~ is the user's home."),
    PUBLIC_URL("", "URL at which people reach Corral, with its path; Corral uses it for cookies and hints."),

    ADMIN_EMAIL(
            "", "E-mail address of the administrator that is created at start; needs corral.admin-password as well."),
    ADMIN_PASSWORD(Kind.SECRET, "", "Password of the administrator that is created at start."),
    ADMIN_NAME("Admin", "Name of the administrator that is created at start."),
    SIGNUP(
            "first",
            "Who may sign up: first (one person, who becomes admin), open (everybody) or closed (nobody).",
            new Alias("ENABLE_SIGNUP")),
    DEFAULT_ROLE(
            "pending",
            "Role of those who sign up later: pending (waits for approval), user or admin.",
            new Alias("DEFAULT_USER_ROLE")),
    PASSWORD_ITERATIONS(
            "210000", "Rounds of PBKDF2 for a password, 210000 to 10000000; older hashes are renewed at sign-in."),
    PASSWORD_QUEUE("64", "Sign-ins that may wait for a free processor core, 1 to 1000; more get 503."),
    ACCOUNT_CACHE("1s", "How long an account is cached that was read from the database, 0s to 10s."),
    OUTAGE_GRACE(
            "5m",
            "How long callers who were let in before still pass while the database is away, 0s to 12h; 0s for not at all."),
    API_KEYS(
            "on",
            "Whether people may make and use API keys: on or off; existing keys are kept while it is off.",
            new Alias("ENABLE_API_KEYS")),
    SIGNATURE_REPEAT("10s", "How long an ollama may repeat the same signed change from the same address, 0s to 5m."),
    MAX_SIGNATURES(
            "10000", "Most signed changes of one account in ten minutes, on each node, 1 to 1000000; more get 429."),

    AUTH(
            "on",
            "Whether people sign in: on, off (only requests from this machine pass, as admin) or"
                    + " off-with-accounts (off, although accounts exist).",
            new Alias("WEBUI_AUTH")),
    SIGNIN_TRIES(
            "15",
            "Tries to sign in to one account from one address within corral.signin-window, 1 to 1000000;"
                    + " more get 429."),
    SIGNIN_TRIES_PER_ADDRESS(
            "300",
            "Tries to sign in from one address to all accounts together within the window, 1 to 1000000;"
                    + " more get 429."),
    SIGNIN_TRIES_ON_DEVICES(
            "30",
            "Tries to sign in to one account from all its known devices together within the window, 1 to"
                    + " 1000000; more get 429."),
    SIGNIN_WINDOW("3m", "How long tries to sign in are counted, 1s to 1d."),
    DEVICE_LIFE("365d", "How long a device stays known after a sign-in, 1h to 400d; a change of the password ends it."),
    MAX_SIGNED_OUT(
            "10000",
            "Most tokens of one account that are remembered as signed out, 10 to 1000000; one more ends all"
                    + " its sessions."),
    TRUSTED_PROXIES(
            "",
            "Addresses and networks of proxies whose X-Forwarded-For, X-Forwarded-Proto or Forwarded is"
                    + " trusted; none by default."),

    SECRET(
            Kind.SECRET,
            "",
            "Secret of at least 16 characters that encrypts the signing keys in the database.",
            new Alias("WEBUI_SECRET_KEY")),
    FORMER_SECRET(
            Kind.SECRET, "", "Former value of corral.secret; keys encrypted with it are encrypted again at start."),
    TOKEN_LIFETIME(
            "4w",
            "How long a token is valid after sign-in, 1s to 3650d; 0 or -1 for tokens without an end.",
            new Alias("JWT_EXPIRES_IN")),
    TOKEN_ALGORITHM("RS256", "How tokens are signed: RS256, HS256, ES256 or EdDSA."),
    TOKEN_ISSUER("corral", "Claim iss of the tokens; a token with another one is refused."),
    TOKEN_AUDIENCE("corral", "Claim aud of the tokens; a token with another one is refused."),
    TOKEN_MAX_LENGTH("8192", "Longest token that is accepted, in characters, 1024 to 65536."),
    TOKEN_CACHE("10000", "How many verified tokens are cached, 0 to 1000000."),
    KEY_ROTATION("90d", "How long one key signs until a new one takes its place, 1h to 3650d, or never."),
    KEY_PUBLISH_AHEAD("5m", "How long a new key is published before it signs, 0s to 7d."),

    COOKIE_SECURE("auto", "Attribute Secure of the cookie: auto (if the request came by HTTPS), always or never."),
    MAX_JSON_BODY(
            "64KB", "Largest request body of Corral's own API, 1KB to 16MB; requests to Ollama have corral.max-body."),
    MAX_IMPORT_BODY("16MB", "Largest file of accounts that can be imported, 1KB to 256MB."),
    CORS_ORIGINS(
            "",
            "Origins whose pages may call Corral from a browser, separated by commas; moz-extension://* for a whole scheme,"
                    + " * for all, both without the cookie.",
            new Alias("CORS_ALLOW_ORIGIN")),

    JNDI_NAME("java:comp/env/jdbc/corral", "JNDI name of the server's data source, which is used if it exists."),
    JDBC_URL(
            Kind.CONFIDENTIAL,
            "",
            "JDBC URL of the database if the server has no data source; empty for H2 in the data folder."),
    JDBC_USER("", "User of the database at corral.jdbc-url."),
    JDBC_PASSWORD(Kind.SECRET, "", "Password of the user at corral.jdbc-url."),
    JDBC_POOL_SIZE("10", "Most connections to the database, 1 to 200; a data source of the server has its own limit."),
    JDBC_CONNECT_TIMEOUT("5s", "How long to wait for a connection to the database, 250ms to 10m."),

    CONNECT_TIMEOUT("3s", "How long to wait for Ollama to accept a connection, 1ms to 1w."),
    FIRST_BYTE_TIMEOUT("10m", "How long Ollama may take to begin its answer, 1ms to 1w."),
    SILENCE_TIMEOUT("5m", "How long Ollama may pause within an answer, 1ms to 1w."),
    MANAGE_TIMEOUT(
            "6h",
            "Replaces the first-byte and the silence timeout where Ollama pulls, pushes or makes a model, if it is longer,"
                    + " 1ms to 1w."),
    UPLOAD_TIMEOUT(
            "60s", "How long a caller may pause within a request body or an answer of Corral itself, 1ms to 1w."),
    BODY_TIMEOUT(
            "5m", "How long a whole request body may take to arrive, 1ms to 1w; uploads of models have no such limit."),
    HEARTBEAT("5s", "Silence after which Corral writes a heartbeat into a streamed answer, 0s to 1h; 0s for never."),
    DRAIN_TIME("30s", "How long running answers may go on when Corral is stopped or drained, 0s to 1h; then they end."),
    MAX_REQUESTS(
            "0",
            "Most requests to Ollama at once, with those in the queue, 0 to 1000000; 0 for as many as half"
                    + " of Java's heap holds."),
    REQUESTS_PER_SERVER("8192", "Most requests that each Ollama answers at once, 1 to 65535; more wait in the queue."),
    QUEUE_LENGTH("1000", "Most requests that wait in the queue, 0 to 100000; more get 503 with Retry-After."),
    QUEUE_TIMEOUT("1m", "How long a request waits in the queue, 1ms to 1w; then 503."),
    IDLE_CONNECTION("90s", "How long an idle connection to Ollama is kept, 1ms to 1w."),
    IO_THREADS("0", "Threads that read from and write to Ollama, 0 to 64; 0 for as many as there are cores."),
    MAX_ANSWER_HEAD("64KB", "Largest head of an answer of Ollama, that is its status and fields, 4KB to 1MB."),
    MAX_ANSWER_FIELDS("200", "Most header fields that an answer of Ollama may have, 20 to 10000."),
    STREAM_BUFFER("64KB", "Memory in which data waits for one slow reader, or for one upload, 4KB to 64MB."),
    MAX_BODY("64MB", "Largest request to a model, images included, 64KB to 1GB; uploads of models have no such limit."),
    BODY_MEMORY("128MB", "Memory for the bodies of all requests together, 1MB to 64GB; requests beyond it get 503."),
    LINGER_SIZE("64MB", "How much of an unwanted request body is read after the answer, 0 to 1GB; 0 for none."),
    LINGER_TIME(
            "5s",
            "How long an unwanted request body is read after the answer, so that a caller who still sends"
                    + " gets the answer and no reset, 0s to 10m."),
    MAX_LIST("16MB", "Largest list of models that is read from an Ollama, 64KB to 256MB."),

    HEALTH_INTERVAL("5s", "How often each of several Ollama servers is asked which models it has, 1s to 1h."),
    HEALTH_TIMEOUT("5s", "How long a server may take to list its models, 1ms to 1w."),
    MAX_FAILURES("3", "Failed requests within corral.failure-window after which a server counts as down, 1 to 1000."),
    FAILURE_WINDOW("10s", "Window in which failed requests are counted, 1s to 1h."),
    SLOW_START("30s", "How long a server that was down gets fewer requests than the others, 0s to 1h."),

    OLLAMA_ROUTES(
            "",
            "Further routes of Ollama to open, or known routes to open for another role, as in POST"
                    + " /api/pull user."),
    KEEP_ALIVE("admin", "Who may unload or pin models by keep_alive: user (and admin), admin or nobody."),
    LONGEST_KEEP_ALIVE("24h", "The longest keep_alive that is not pinning, 1m to 365d."),
    DEBUG_RENDER("admin", "Who may see rendered prompts by _debug_render_only: user, admin or nobody."),
    CLOUD_MODELS("admin", "Who may use models that another company runs: user, admin or nobody."),
    FOREIGN_PULL("admin", "Who may pull models from other hosts than Ollama's own: user, admin or nobody."),
    REFUSE_EXTRAS(
            "off",
            "Whether a request is refused that has an option its caller may not use, such as keep_alive or"
                    + " web_search: on or off; off removes the option.");

    private enum Kind {
        PLAIN,
        /** Not a secret itself, but it may contain one. */
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

    /** The default as text; empty if there is none. */
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

    /** The environment variables of Open WebUI that stand for this setting, the strongest first. */
    List<Alias> aliases() {
        return aliases;
    }

    String nameIn(Place place) {
        return place.spell(name());
    }

    /** The name of the setting with the path of a file that holds this secret. */
    String fileNameIn(Place place) {
        return nameIn(place) + (place == Place.ENVIRONMENT ? "_FILE" : "-file");
    }
}
